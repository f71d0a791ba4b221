"""Real questions to a name server of this machine."""

import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from typing_extensions import override

from scheduler.outbox.domain.mail_records import LookUpError
from scheduler.outbox.resolver import DnsResolver

RECORDS = {
    "coalition.test.": ['"v=spf1 " "mx -all"', '"\\195\\169t\\195\\169"', '"\\255"'],
    "bare.test.": [],
}
REFUSED = "broken.test."


class NameServer(socketserver.BaseRequestHandler):
    @override
    def handle(self) -> None:
        data, socket = self.request
        question = dns.message.from_wire(data)
        name = question.question[0].name.to_text()
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA
        if name == REFUSED:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in RECORDS:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif RECORDS[name]:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *RECORDS[name]))
        socket.sendto(answer.to_wire(), self.client_address)


@pytest.fixture(autouse=True)
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socketserver.UDPServer(("127.0.0.1", 0), NameServer) as server:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield
        server.shutdown()
        thread.join()


def test_texts_are_joined_and_read_whatever_they_hold() -> None:
    assert sorted(DnsResolver().texts_of("coalition.test")) == ["v=spf1 mx -all", "été", "\N{REPLACEMENT CHARACTER}"]


@pytest.mark.parametrize("name", ["bare.test", "absent.test"])
def test_a_name_without_texts_has_none(name: str) -> None:
    assert list(DnsResolver().texts_of(name)) == []


@pytest.mark.parametrize("name", [REFUSED, "a..b", f"{'x' * 64}.test"])
def test_what_cannot_be_looked_up_is_one_error(name: str) -> None:
    with pytest.raises(LookUpError):
        DnsResolver().texts_of(name)
