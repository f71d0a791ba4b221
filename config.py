"""Every setting of the product, read from the environment; a wrong value stops the start."""

import difflib
import ipaddress
import logging
import os
import re
import secrets
import socket
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from scheduler.environment import ConfigError, address_parts, number_of, secret_of, text_of
from scheduler.files import close_instance, create_private, make_private_folder
from scheduler.outbox.bounce_settings import bounce_address_of, bounce_imap_url_of

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
SECRET_KEY_MIN_CHARS = 32
DKIM_KEY_MIN_BITS = 1024
MAX_PROXIES = 5
DEFAULT_THREADS = 8
MAX_THREADS = 64
MAX_PROCESSES = 64
DEFAULT_PICTURE_MB, MAX_PICTURE_MB = 20, 60
DEFAULT_MEGAPIXELS, MAX_MEGAPIXELS = 40, 200
DEFAULT_FEED_MB, FEED_MBS = 64, range(1, 4097)


SECRETS = (
    "SCHEDULER_BOUNCE_IMAP_URL",
    "SCHEDULER_DATABASE_URL",
    "SCHEDULER_METRICS_TOKEN",
    "SCHEDULER_HEARTBEAT_URL",
    "SCHEDULER_SECRET_KEY",
    "SCHEDULER_SMTP_URL",
)
"""Settings that may stand in a file."""

PREFIX = "SCHEDULER_"
WEB = frozenset({"http", "https"})

SIMILAR, ALMOST_THE_SAME = 0.75, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one process; see the table in README.md for what each one means.

    `proxies` reverse proxies of our own stand in front; each adds one address that can be believed. The web server runs
    `processes` processes, each of which works on `threads` requests at once. Pictures lie in `pictures_dir`, None for
    the folder `pictures` of `instance_dir`; one may have `picture_max_mb` times 1,000,000 bytes, and
    `picture_max_megapixels` million pixels. Each web process keeps feeds of `feed_memory_mb` times 1,000,000 bytes.
    """

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    base_url: str
    smtp_url: str | None = field(repr=False, default=None)
    mail_from: str
    bounce_address: str | None = None
    bounce_imap_url: str | None = field(repr=False, default=None)
    dkim_selector: str | None = None
    dkim_key_file: Path | None = None
    metrics_token: str | None = field(repr=False, default=None)
    heartbeat_url: str | None = field(repr=False, default=None)
    inner_hosts: frozenset[str] = frozenset()
    time_zone: str = "UTC"
    demo: bool = False
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    proxies: int = 0
    threads: int = DEFAULT_THREADS
    processes: int = 1
    picture_max_mb: int = DEFAULT_PICTURE_MB
    picture_max_megapixels: int = DEFAULT_MEGAPIXELS
    pictures_dir: Path | None = None
    feed_memory_mb: int = DEFAULT_FEED_MB
    instance_dir: Path

    @property
    def shown_database(self) -> str:
        """The database's address without its password and its options, which may hold another."""
        parts = urlsplit(self.database_url)
        account, at, place = parts.netloc.rpartition("@")
        return f"{parts.scheme}://{account.partition(':')[0]}{at}{place}{parts.path}"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read and check all settings; make `instance_dir` and, on loopback, a secret key that is kept there.

        Raises ConfigError, which names the setting and the expected form.
        """
        for name in unknown_settings(environ):
            logger.warning("%s", misspelled(name))
        host = environ.get("HOST", "").strip() or DEFAULT_HOST
        port = number_of(environ, "PORT", DEFAULT_PORT, range(1, 65536))
        instance_dir = _instance_dir(environ)
        base_url = _base_url(environ, host, port)
        return cls(
            secret_key=_secret_key(environ, host, instance_dir),
            database_url=_database_url(environ, instance_dir),
            base_url=base_url,
            smtp_url=_smtp_url(environ),
            mail_from=_mail_from(environ, base_url),
            bounce_address=bounce_address_of(environ, "SCHEDULER_BOUNCE_ADDRESS"),
            bounce_imap_url=bounce_imap_url_of(environ, "SCHEDULER_BOUNCE_IMAP_URL"),
            dkim_selector=_dkim_selector(environ),
            dkim_key_file=_dkim_key_file(environ),
            metrics_token=_metrics_token(environ),
            heartbeat_url=_heartbeat_url(environ),
            inner_hosts=_inner_hosts(environ),
            time_zone=_time_zone(environ),
            demo=_demo(environ, host),
            host=host,
            port=port,
            proxies=number_of(environ, "SCHEDULER_PROXIES", 0, range(MAX_PROXIES + 1)),
            threads=number_of(environ, "SCHEDULER_THREADS", DEFAULT_THREADS, range(1, MAX_THREADS + 1)),
            processes=number_of(environ, "SCHEDULER_PROCESSES", 1, range(1, MAX_PROCESSES + 1)),
            picture_max_mb=number_of(
                environ, "SCHEDULER_PICTURE_MAX_MB", DEFAULT_PICTURE_MB, range(1, MAX_PICTURE_MB + 1)
            ),
            picture_max_megapixels=number_of(
                environ, "SCHEDULER_PICTURE_MAX_MEGAPIXELS", DEFAULT_MEGAPIXELS, range(1, MAX_MEGAPIXELS + 1)
            ),
            pictures_dir=_pictures_dir(environ),
            feed_memory_mb=number_of(environ, "SCHEDULER_FEED_MEMORY_MB", DEFAULT_FEED_MB, FEED_MBS),
            instance_dir=instance_dir,
        )


SETTINGS = tuple(f"{PREFIX}{one.name.upper()}" for one in fields(Config) if one.name not in {"host", "port"})
KNOWN = frozenset({*SETTINGS, *(f"{name}_FILE" for name in SECRETS)})


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """Return the variables that are called like settings, or nearly so, and are none; those of tests are left out."""
    others = (name for name in environ if name not in KNOWN and not name.startswith(f"{PREFIX}TEST_"))
    return sorted(name for name in others if name.startswith(PREFIX) or _nearest(name, ALMOST_THE_SAME))


def misspelled(name: str) -> str:
    """Say that a variable is no setting, and which one may be meant; never what it holds."""
    near = _nearest(name, SIMILAR)
    meant = f"Is {near} meant?" if near else "README.md lists all settings."
    return f"{name} is no setting, so it changes nothing. {meant}"


def _nearest(name: str, ratio: float) -> str:
    """Return the setting that a name is most like, as `difflib` counts it from 0 to 1; empty when none is."""
    return next(iter(difflib.get_close_matches(name.upper(), sorted(KNOWN), n=1, cutoff=ratio)), "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _instance_dir(environ: Mapping[str, str]) -> Path:
    """The folder, made if it is not there; it and what is ours in it are closed to other accounts of the machine."""
    given = text_of(environ, "SCHEDULER_INSTANCE_DIR")
    path = Path(given or ROOT / "instance").absolute()
    try:
        make_private_folder(path)
        closed = close_instance(path.resolve(), is_default=given is None)
    except OSError as error:
        raise ConfigError("SCHEDULER_INSTANCE_DIR", "must be a folder that this process can make and write") from error
    if closed:
        logger.warning("Closed to other accounts of this machine: %s.", ", ".join(str(changed) for changed in closed))
    return path


def _pictures_dir(environ: Mapping[str, str]) -> Path | None:
    """The folder of pictures, made if it is not there; None for one in the instance folder."""
    setting = "SCHEDULER_PICTURES_DIR"
    given = text_of(environ, setting)
    if given is None:
        return None
    path = Path(given).absolute()
    try:
        make_private_folder(path)
    except OSError as error:
        raise ConfigError(setting, "must be a folder that this process can make and write") from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigError(setting, "must be a folder that this process can make and write")
    return path


def _secret_key(environ: Mapping[str, str], host: str, instance_dir: Path) -> str:
    setting = "SCHEDULER_SECRET_KEY"
    key = secret_of(environ, setting)
    if key is None and not _is_loopback(host):
        expected = "must be set when HOST is not a loopback address; make one with: openssl rand -base64 48"
        raise ConfigError(setting, expected)
    if key is None:
        return _kept_secret_key(instance_dir / "secret_key")
    if len(key) < SECRET_KEY_MIN_CHARS:
        raise ConfigError(setting, f"must be at least {SECRET_KEY_MIN_CHARS} characters of random text")
    return key


def _kept_secret_key(path: Path) -> str:
    """The key in `path`; made first if it is not there.

    Web and worker may start together, so the file appears complete, by linking, and the first one wins.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(create_private(draft), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _database_url(environ: Mapping[str, str], instance_dir: Path) -> str:
    setting = "SCHEDULER_DATABASE_URL"
    url = secret_of(environ, setting)
    if url is None:
        return f"sqlite:///{instance_dir / 'scheduler.db'}"
    if not re.match(r"(sqlite:///.+|postgresql\+psycopg://.+)", url):
        raise ConfigError(
            setting, "must look like sqlite:////path/to/file.db or postgresql+psycopg://user:pass@host/name"
        )
    return url


def _base_url(environ: Mapping[str, str], host: str, port: int) -> str:
    setting = "SCHEDULER_BASE_URL"
    url = text_of(environ, setting)
    if url is None:
        return f"http://{_reachable(host)}:{port}"
    parts = address_parts(url, WEB)
    if parts is None or parts.query or parts.fragment or parts.username is not None:
        expected = "must be the address that people use, like https://scheduler.example.org, without query or fragment"
        raise ConfigError(setting, expected)
    return url.rstrip("/")


def _reachable(host: str) -> str:
    """The name to write in an address for somebody who wants to reach a server that listens on `host`."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _smtp_url(environ: Mapping[str, str]) -> str | None:
    setting = "SCHEDULER_SMTP_URL"
    url = secret_of(environ, setting)
    if url is None:
        return None
    parts = address_parts(url, {"smtp", "smtps"})
    if parts is None or parts.query not in {"", "starttls=0", "starttls=1"} or parts.path not in {"", "/"}:
        expected = "must look like smtp://user:pass@host:587?starttls=1 or smtps://user:pass@host:465"
        raise ConfigError(setting, expected)
    return url


def _dkim_selector(environ: Mapping[str, str]) -> str | None:
    setting = "SCHEDULER_DKIM_SELECTOR"
    selector = text_of(environ, setting)
    if selector is not None and not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,60}[A-Za-z0-9])?", selector):
        raise ConfigError(setting, "must be the name that the public key is published under, like s2027")
    return selector


def _dkim_key_file(environ: Mapping[str, str]) -> Path | None:
    """The file with the private key, which can be read and is one."""
    setting, other = "SCHEDULER_DKIM_KEY_FILE", "SCHEDULER_DKIM_SELECTOR"
    given = text_of(environ, setting)
    missing = [name for name in (setting, other) if text_of(environ, name) is None]
    if len(missing) == 1:
        raise ConfigError(missing[0], f"is missing: {setting} and {other} go together")
    if given is None:
        return None
    # Its library takes a tenth of a second to import, and few sign.
    from scheduler.outbox.dkim_signing import key_bits  # noqa: PLC0415

    path = Path(given).absolute()
    try:
        bits = key_bits(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(
            setting, "must name a file with an RSA private key (PEM) that this process can read"
        ) from error
    if bits < DKIM_KEY_MIN_BITS:
        raise ConfigError(setting, f"must name a key of {DKIM_KEY_MIN_BITS} bits or more")
    return path


def _metrics_token(environ: Mapping[str, str]) -> str | None:
    setting = "SCHEDULER_METRICS_TOKEN"
    token = secret_of(environ, setting)
    # What RFC 6750 section 2.1 lets stand after "Bearer".
    if token is not None and not re.fullmatch(r"[A-Za-z0-9._~+/=-]{32,}", token):
        raise ConfigError(setting, "must be at least 32 letters and digits; make one with: openssl rand -hex 24")
    return token


def _heartbeat_url(environ: Mapping[str, str]) -> str | None:
    setting = "SCHEDULER_HEARTBEAT_URL"
    url = secret_of(environ, setting)
    if url is None:
        return None
    parts = address_parts(url, WEB)
    if parts is None or parts.username is not None or not re.fullmatch(r"[!-~]+", url):
        raise ConfigError(setting, "must be an address like https://monitor.example.org/ping/1234")
    return url


def _inner_hosts(environ: Mapping[str, str]) -> frozenset[str]:
    setting = "SCHEDULER_INNER_HOSTS"
    hosts = (text_of(environ, setting) or "").lower().split()
    for host in hosts:
        parts = address_parts(f"http://{host}", WEB)
        if parts is None or parts.netloc != parts.hostname or parts.netloc != host:
            raise ConfigError(setting, "must be names of hosts with spaces between, such as chat.example.org")
    return frozenset(hosts)


def _mail_from(environ: Mapping[str, str], base_url: str) -> str:
    setting = "SCHEDULER_MAIL_FROM"
    sender = text_of(environ, setting)
    if sender is None:
        return f"Coalition Scheduler <scheduler@{_mail_domain(base_url)}>"
    _, address = parseaddr(sender)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or not sender.isprintable():
        raise ConfigError(
            setting, "must be an address like scheduler@example.org or Our Coalition <scheduler@example.org>"
        )
    return sender


def _mail_domain(base_url: str) -> str:
    host = urlsplit(base_url).hostname or "localhost"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return "localhost"


def _time_zone(environ: Mapping[str, str]) -> str:
    setting = "SCHEDULER_TIME_ZONE"
    name = text_of(environ, setting) or "UTC"
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(setting, "must be the name of an IANA time zone, like Europe/Berlin") from error
    return name


def _demo(environ: Mapping[str, str], host: str) -> bool:
    """Whether an empty database gets the demo coalition: only where nobody else can reach it or be mailed."""
    setting = "SCHEDULER_DEMO"
    wish = text_of(environ, setting)
    if wish not in {None, "0", "1"}:
        raise ConfigError(setting, "must be 0 or 1")
    alone = _is_loopback(host) and secret_of(environ, "SCHEDULER_SMTP_URL") is None
    if wish == "1" and not alone:
        raise ConfigError(setting, "can be 1 only when HOST is a loopback address and SCHEDULER_SMTP_URL is not set")
    own_database = secret_of(environ, "SCHEDULER_DATABASE_URL") is None
    return wish != "0" and alone and (own_database or wish == "1")
