"""Asks addresses that people entered, which may lead anywhere: no inner host, no endless answer, no address in a log.

The filter of `requests_hardened` resolves a name once, refuses inner addresses (private, loopback, link-local, and IPv6
forms of them) and connects to what it resolved, so a name that changes its mind meanwhile leads nowhere else.
"""

import ipaddress
import logging
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError

USER_AGENT = "coalition-scheduler"
TIMEOUT_SECONDS = 10
TOTAL_SECONDS = 30
MAX_BYTES = 1_000_000
MAX_REDIRECTS = 3
CHUNK_BYTES = 16_384
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SECRETS = frozenset({"authorization", "cookie"})
"""Headers that no other site gets to which a redirect leads."""

# It names the hosts that it refuses.
logging.getLogger("requests_hardened").setLevel(logging.CRITICAL)


class Failure(StrEnum):
    """Why an address gave no answer."""

    BAD_ADDRESS = "bad_address"
    INNER_ADDRESS = "inner_address"
    NOT_RESOLVED = "not_resolved"
    NO_ANSWER = "no_answer"
    TIMEOUT = "timeout"
    TLS = "tls"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"


class RequestFailedError(Exception):
    """There is no answer; the message says why and never the address, which may be a secret."""

    def __init__(self, reason: Failure) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered, whatever the status; the names of `headers` are of either case.

    `urls` are the address that was asked for and those that it led on to, each of which may be a secret.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    urls: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class HttpClient:
    """Asks `http` and `https` addresses; may be used by several threads, and keeps no connection and no cookie.

    Hosts named in `inner_hosts`, in small letters, may have inner addresses. `timeout_seconds` is for each pause of the
    other side, `total_seconds` for a call with its redirects, but for the look-up of names.
    """

    inner_hosts: frozenset[str] = frozenset()
    timeout_seconds: float = TIMEOUT_SECONDS
    total_seconds: float = TOTAL_SECONDS
    max_bytes: int = MAX_BYTES

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int | None = None) -> Answer:
        """Return the answer of an address, at most three redirects on; each is checked as the first address is.

        `max_bytes` are counted when the body is unpacked. Raises RequestFailedError.
        """
        limit, sent = max_bytes if max_bytes is not None else self.max_bytes, dict(headers or {})
        urls: list[str] = []
        with _time_limit(self.total_seconds) as deadline:
            for _ in range(MAX_REDIRECTS + 1):
                urls.append(url)
                answer = self._ask(requests.Request("GET", url, headers=sent), deadline, limit)
                location = answer.headers.get("Location")
                if answer.status not in REDIRECTS or location is None:
                    return replace(answer, urls=tuple(urls))
                before, url = url, _joined(url, location)
                if _origin(url) != _origin(before):
                    sent = {name: value for name, value in sent.items() if name.lower() not in SECRETS}
        raise RequestFailedError(Failure.TOO_MANY_REDIRECTS)

    def post_json(self, url: str, payload: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> Answer:
        """Hand over a JSON object and return the answer; a redirect is an answer. Raises RequestFailedError."""
        with _time_limit(self.total_seconds) as deadline:
            request = requests.Request("POST", url, headers=dict(headers or {}), json=payload)
            return self._ask(request, deadline, self.max_bytes)

    def _ask(self, request: requests.Request, deadline: "_Deadline", max_bytes: int) -> Answer:
        url = str(request.url)
        scheme, host = _scheme_and_host(url)
        adapter = _TimedAdapter() if host in self.inner_hosts else _FilteringAdapter(scheme)
        adapter.deadline = deadline
        with requests.Session() as session, _named_failures(deadline):
            session.trust_env = False  # no proxy, which would connect for us, and no password from a .netrc
            session.headers["User-Agent"] = USER_AGENT
            session.mount(f"{scheme}://", adapter)
            prepared = session.prepare_request(request)
            with session.send(prepared, timeout=self.timeout_seconds, allow_redirects=False, stream=True) as response:
                answer = Answer(response.status_code, response.headers, _body(response, max_bytes), (url,))
        return answer


class _Deadline:
    """Ends the connections of one call when its time is over: time-outs of sockets begin anew with every byte."""

    def __init__(self) -> None:
        self.is_over = False
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []

    def watch(self, connection: socket.socket) -> None:
        """End a connection too; a second handle of it, as TLS takes over the first."""
        with self._lock:
            self._watched.append(connection.dup())
            if self.is_over:
                self._end_all()

    def pass_by(self) -> None:
        """End what is open, and what is opened from now on."""
        with self._lock:
            self.is_over = True
            self._end_all()

    def forget(self) -> None:
        """Give the second handles back."""
        with self._lock:
            for connection in self._watched:
                connection.close()
            self._watched.clear()

    def _end_all(self) -> None:
        for connection in self._watched:
            with suppress(OSError):  # it has ended
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _time_limit(seconds: float) -> Iterator[_Deadline]:
    deadline = _Deadline()
    timer = threading.Timer(seconds, deadline.pass_by)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
        deadline.forget()


class _WatchedConnection(HTTPConnection):
    """Tells of the connection that it makes."""

    def __init__(self, *args: Any, deadline: _Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline = deadline

    @override
    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        self._deadline.watch(connection)
        return connection


class _WatchedTlsConnection(_WatchedConnection, HTTPSConnection):
    """The same over TLS."""


class _TimedAdapter(HTTPAdapter):
    """Connects within the time of one call."""

    deadline: _Deadline

    @override
    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        connection = _WatchedTlsConnection if pool.scheme == "https" else _WatchedConnection
        pool.ConnectionCls = partial(connection, deadline=self.deadline)
        return pool


class _FilteringAdapter(_TimedAdapter, IPFilterAdapter):
    """Connects to no inner address."""

    def __init__(self, scheme: str) -> None:
        IPFilterAdapter.__init__(self, is_https_proto=scheme == "https")

    @override
    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host_params, pool_kwargs = super().build_connection_pool_key_attributes(*args, **kwargs)
        # What the filter has resolved, and lets pass: old forms that hold IPv4 addresses, and site-local ones.
        address = ipaddress.ip_address(host_params["host"].strip("[]"))
        if isinstance(address, ipaddress.IPv6Address) and (address.is_reserved or address.is_site_local):
            raise InvalidIPAddress(address)
        return host_params, pool_kwargs


@contextmanager
def _named_failures(deadline: _Deadline) -> Iterator[None]:
    # Without a cause: what libraries say holds the address.
    try:
        yield
        if deadline.is_over:  # what was cut off may look whole
            raise RequestFailedError(Failure.TIMEOUT)
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise RequestFailedError(Failure.TIMEOUT if deadline.is_over else _failure(error)) from None


def _failure(error: Exception) -> Failure:
    match error:
        case InvalidIPAddress():
            return Failure.INNER_ADDRESS
        case requests.Timeout():
            return Failure.TIMEOUT
        case requests.exceptions.SSLError():
            return Failure.TLS
        case requests.exceptions.InvalidURL() | LocationParseError() | UnicodeError():
            return Failure.BAD_ADDRESS
        case requests.ConnectionError() if isinstance(error.__cause__, socket.gaierror):
            return Failure.NOT_RESOLVED
        case _:
            return Failure.NO_ANSWER


def _scheme_and_host(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in {"http", "https"} and parts.port != 0 and parts.username is None
    except ValueError:
        raise RequestFailedError(Failure.BAD_ADDRESS) from None
    if not is_usable or not parts.hostname:
        raise RequestFailedError(Failure.BAD_ADDRESS)
    return parts.scheme, parts.hostname


def _origin(url: str) -> tuple[str, str | None, int | None]:
    scheme, host = _scheme_and_host(url)
    return scheme, host, urlsplit(url).port


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; what was asked for over TLS is not asked for in the open."""
    try:
        target = urljoin(url, location)
    except ValueError:
        raise RequestFailedError(Failure.BAD_ADDRESS) from None
    if url.startswith("https:") and not target.startswith("https:"):
        raise RequestFailedError(Failure.BAD_ADDRESS)
    return target


def _body(response: requests.Response, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > max_bytes:
            raise RequestFailedError(Failure.TOO_LARGE)
    return bytes(body)
