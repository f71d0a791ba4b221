"""E-mail addresses."""

import pytest

from scheduler.accounts.domain.addresses import BadAddressError, clean_address, fingerprint


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana@Lantern.Example", "ana@lantern.example"),
        ("  ana@lantern.example ", "ana@lantern.example"),
        ("ana+press@lantern.example", "ana+press@lantern.example"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
    ],
)
def test_address_is_kept_in_lower_case_and_ascii(typed: str, kept: str):
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "ana@",
        "@lantern.example",
        "ana@lantern",
        "Ana <ana@lantern.example>",
        "ana@lantern.example, bo@lantern.example",
        "ana@lantern.example\nBcc: all@lantern.example",
        "ana\x00@lantern.example",
        "añá@lantern.example",
        "a" * 300 + "@lantern.example",
    ],
)
def test_what_mail_cannot_be_sent_to_is_refused(typed: str):
    with pytest.raises(BadAddressError):
        clean_address(typed)


def test_fingerprint_does_not_tell_case_and_needs_the_key():
    assert fingerprint("Ana@lantern.example ", "key") == fingerprint("ana@lantern.example", "key")
    assert fingerprint("ana@lantern.example", "key") != fingerprint("ana@lantern.example", "another")
