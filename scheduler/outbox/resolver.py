"""Asks DNS; tests hand in an answer book."""

from collections.abc import Sequence
from typing import Protocol

from typing_extensions import override

from scheduler.outbox.domain.mail_records import LookUpError

TIMEOUT_SECONDS = 10


class Resolver(Protocol):
    """Knows what names have in DNS."""

    def texts_of(self, name: str) -> Sequence[str]:
        """Return the TXT records of a name, none if it has none; raise LookUpError if nobody can say."""
        ...


class DnsResolver(Resolver):
    """Asks the name servers of this machine."""

    @override
    def texts_of(self, name: str) -> Sequence[str]:
        # Its import takes a tenth of a second, for which every start would wait.
        import dns.exception  # noqa: PLC0415
        import dns.resolver  # noqa: PLC0415

        try:
            answer = dns.resolver.resolve(name, "TXT", lifetime=TIMEOUT_SECONDS)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError) as error:
            raise LookUpError(type(error).__name__) from error
        return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]
