"""Networks that requests come from; single addresses are not kept."""

import ipaddress
from enum import StrEnum

UNKNOWN = "unknown"
OWN_MACHINE = "127.0.0.0/24"
IPV4_BITS = 24
# What a provider gives one household or office (RFC 6177); one machine walks through it as it likes.
IPV6_BITS = 56

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Reach(StrEnum):
    """What kind of network it is."""

    OWN_MACHINE = "own_machine"
    PRIVATE = "private"
    PUBLIC = "public"
    UNKNOWN = "unknown"


def network_of(address: str | None) -> str:
    """Return the network that an address belongs to: the /24 of IPv4, the /56 of IPv6, like `203.0.113.0/24`."""
    parsed = _parsed(address)
    if parsed is None:
        return UNKNOWN
    if parsed.is_loopback:
        return OWN_MACHINE
    bits = IPV6_BITS if isinstance(parsed, ipaddress.IPv6Address) else IPV4_BITS
    return str(ipaddress.ip_network((parsed, bits), strict=False))


def reach_of(network: str) -> Reach:
    """Return what kind of network `network_of` has found."""
    try:
        parsed = ipaddress.ip_network(network)
    except ValueError:
        return Reach.UNKNOWN
    if parsed.is_loopback:
        return Reach.OWN_MACHINE
    return Reach.PRIVATE if parsed.is_private else Reach.PUBLIC


def _parsed(address: str | None) -> Address | None:
    try:
        parsed = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed
