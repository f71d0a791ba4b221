"""What SPF, DKIM and DMARC records lack, said with an answer book in place of DNS."""

from collections.abc import Mapping, Sequence

import pytest

from scheduler.outbox.domain.mail_records import Finding, LookUpError, Verdict, findings

KEY_2048 = "MIIB" + "A" * 388
KEY_512 = "MFww" + "A" * 120

Book = Mapping[str, Sequence[str]]

WELL: Book = {
    "coalition.org": ["unrelated=1", "v=spf1 include:_spf.provider.net ~all"],
    "_spf.provider.net": ["v=spf1 ip4:192.0.2.0/24 -all"],
    "s1._domainkey.coalition.org": [f"v=DKIM1; k=rsa; p={KEY_2048}"],
    "_dmarc.coalition.org": ["v=DMARC1; p=quarantine; rua=mailto:postmaster@coalition.org"],
}


def found(book: Book, selector: str | None = "s1", domain: str = "coalition.org") -> list[Finding]:
    return list(findings(domain, selector, lambda name: book.get(name, ())))


def spf(record: str, **others: Sequence[str]) -> Finding:
    return found({"coalition.org": [record], **{f"{name}.net": texts for name, texts in others.items()}})[0]


def dkim(*records: str) -> Finding:
    return found({"s1._domainkey.coalition.org": records})[1]


def dmarc(name: str, record: str, domain: str = "coalition.org") -> Finding:
    return found({f"_dmarc.{name}": [record]}, domain=domain)[2]


def test_a_domain_that_has_everything_lacks_nothing() -> None:
    assert {finding.verdict for finding in found(WELL)} == {Verdict.GOOD}


def test_a_domain_that_has_nothing_is_said_what_to_add() -> None:
    spf_text, dkim_text, dmarc_text = (finding.text for finding in found({}))

    assert {finding.verdict for finding in found({})} == {Verdict.WANTING}
    assert spf_text.startswith("SPF: coalition.org has no record")
    assert dkim_text.startswith("DKIM: s1._domainkey.coalition.org has no key")
    assert dmarc_text.startswith("DMARC: coalition.org has no record")
    assert "v=spf1" in spf_text
    assert "p=none" in dmarc_text


def test_a_name_that_cannot_be_looked_up_hides_nothing_of_the_others() -> None:
    def texts_of(name: str) -> Sequence[str]:
        if name == "coalition.org":
            raise LookUpError("LifetimeTimeout")
        return WELL.get(name, ())

    first, *others = findings("coalition.org", "s1", texts_of)

    assert (first.verdict, first.text.startswith("SPF: DNS did not answer (LifetimeTimeout).")) == (
        Verdict.UNKNOWN,
        True,
    )
    assert {finding.verdict for finding in others} == {Verdict.GOOD}


@pytest.mark.parametrize(
    ("record", "wanting"),
    [
        ("v=spf1 mx -all", None),
        ("V=SPF1 redirect=other.net", None),
        ("v=spf1", "does not say"),
        ("v=spf1 mx ?all", "does not say"),
        ("v=spf1 mx", "does not say"),
        ("v=spf1 mx +all", "every server"),
        ("v=spf1 all", "every server"),
        ("v=spf1 " + "a:x.net " * 10 + "-all", None),
        ("v=spf1 " + "a:x.net " * 11 + "-all", "more than 10"),
        ("v=spf1 ip4:192.0.2.1 " * 1 + "ip6:2001:db8::1 " * 20 + "-all", None),
    ],
)
def test_spf(record: str, wanting: str | None) -> None:
    finding = spf(record)
    assert (finding.verdict is Verdict.GOOD) == (wanting is None)
    assert (wanting or "See that yours is among them") in finding.text


def test_spf_counts_the_names_of_what_it_includes_and_comes_to_an_end() -> None:
    loop = spf("v=spf1 include:one.net -all", one=["v=spf1 include:one.net include:two.net -all"])
    many = spf("v=spf1 include:one.net -all", one=["v=spf1 " + "mx " * 10 + "-all"])

    assert (loop.verdict, many.verdict) == (Verdict.GOOD, Verdict.WANTING)


def test_two_spf_records_are_none() -> None:
    assert "2 records" in found({"coalition.org": ["v=spf1 -all", "v=spf1 mx -all"]})[0].text


@pytest.mark.parametrize(
    ("records", "wanting"),
    [
        ([f"p={KEY_2048}"], None),
        ([f"v=DKIM1; k=rsa; p={KEY_2048[:200]} {KEY_2048[200:]}"], None),
        (["k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="], None),
        ([f"p={KEY_512}"], "shorter"),
        (["v=DKIM1; p="], "withdrawn"),
        (['v=DKIM1; p="abc'], "cannot be read"),
        ([f"t=y:s; p={KEY_2048}"], "test"),
        ([f"p={KEY_2048}", f"p={KEY_2048}"], "2 keys"),
        (["something else"], "has no key"),
    ],
)
def test_dkim(records: list[str], wanting: str | None) -> None:
    finding = dkim(*records)
    assert (finding.verdict is Verdict.GOOD) == (wanting is None)
    assert (wanting or "there is a key") in finding.text


def test_dkim_without_a_selector_is_not_guessed() -> None:
    assert found(WELL, selector=None)[1].verdict is Verdict.UNKNOWN


def test_dmarc_policies() -> None:
    watching = dmarc("coalition.org", "v=DMARC1; p=none")
    assert watching.verdict is Verdict.GOOD
    assert "change it to p=quarantine" in watching.text
    assert "rua=" in watching.text
    assert "reject forged mail" in dmarc("coalition.org", "v=DMARC1; p=Reject; rua=mailto:a@b.org").text
    assert dmarc("coalition.org", "v=DMARC1; rua=mailto:a@b.org").verdict is Verdict.WANTING


def test_dmarc_of_a_parent_counts_by_its_policy_for_subdomains() -> None:
    inherited = dmarc("coalition.org", "v=DMARC1; p=reject; sp=none", domain="mail.coalition.org")
    own = dmarc("coalition.org", "v=DMARC1; p=reject", domain="mail.coalition.org")

    assert "only watches" in inherited.text
    assert "reject forged mail" in own.text
    assert dmarc("org", "v=DMARC1; p=reject").verdict is Verdict.WANTING


def test_what_a_record_says_cannot_write_on_the_terminal() -> None:
    assert "\x1b" not in spf("v=spf1 \x1b[2J -all").text
