"""Networks, of which single addresses are no part."""

import pytest

from scheduler.accounts.domain.networks import Reach, network_of, reach_of


@pytest.mark.parametrize(
    ("address", "network", "reach"),
    [
        ("203.0.113.7", "203.0.113.0/24", Reach.PRIVATE),  # kept free for documentation, so nobody's
        ("93.184.216.34", "93.184.216.0/24", Reach.PUBLIC),
        ("93.184.217.34", "93.184.217.0/24", Reach.PUBLIC),
        ("192.168.1.20", "192.168.1.0/24", Reach.PRIVATE),
        ("127.0.0.1", "127.0.0.0/24", Reach.OWN_MACHINE),
        ("::1", "127.0.0.0/24", Reach.OWN_MACHINE),
        ("2a00:1450:4001:82a:1::200e", "2a00:1450:4001:800::/56", Reach.PUBLIC),
        ("2a00:1450:4001:8ff::1", "2a00:1450:4001:800::/56", Reach.PUBLIC),
        ("2a00:1450:4001:900::1", "2a00:1450:4001:900::/56", Reach.PUBLIC),
        ("fe80::1%eth0", "fe80::/56", Reach.PRIVATE),
        ("::ffff:93.184.216.34", "93.184.216.0/24", Reach.PUBLIC),
        (None, "unknown", Reach.UNKNOWN),
        ("somewhere", "unknown", Reach.UNKNOWN),
        ("", "unknown", Reach.UNKNOWN),
    ],
)
def test_an_address_belongs_to_what_one_subscriber_has(address: str | None, network: str, reach: Reach):
    assert network_of(address) == network
    assert reach_of(network) is reach


@pytest.mark.parametrize("network", ["", "x", "300.0.0.0/24", "93.184.216.34/24", "device:abc"])
def test_what_is_no_network_has_no_reach(network: str):
    assert reach_of(network) is Reach.UNKNOWN
