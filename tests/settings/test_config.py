"""Settings come from the environment alone; a wrong one stops the start and says what it must look like."""

import stat
from pathlib import Path

import pytest

from config import Config
from scheduler.environment import ConfigError

KEY = "k" * 48


@pytest.fixture
def base(tmp_path: Path) -> dict[str, str]:
    return {"SCHEDULER_INSTANCE_DIR": str(tmp_path / "instance")}


def refused(environ: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as caught:
        Config.from_env(environ)
    return caught.value.setting


def test_nothing_set_is_a_demo_on_this_machine(base, tmp_path):
    config = Config.from_env(base)

    assert config == Config(
        secret_key=(tmp_path / "instance" / "secret_key").read_text(),
        database_url=f"sqlite:///{tmp_path}/instance/scheduler.db",
        base_url="http://127.0.0.1:8000",
        mail_from="Coalition Scheduler <scheduler@localhost>",
        demo=True,
        instance_dir=tmp_path / "instance",
    )


def test_everything_set_is_taken_as_it_is(base, tmp_path):
    config = Config.from_env(
        {
            **base,
            "HOST": "0.0.0.0",
            "PORT": "9000",
            "SCHEDULER_SECRET_KEY": KEY,
            "SCHEDULER_DATABASE_URL": "postgresql+psycopg://someone:secret@db/scheduler",
            "SCHEDULER_BASE_URL": "https://scheduler.example.org/plan/",
            "SCHEDULER_SMTP_URL": "smtp://someone:secret@mail.example.org:587?starttls=1",
            "SCHEDULER_MAIL_FROM": "Our Coalition <plan@example.org>",
            "SCHEDULER_BOUNCE_ADDRESS": "bounces@example.org",
            "SCHEDULER_BOUNCE_IMAP_URL": "imaps://bounces:secret@mail.example.org/INBOX",
            "SCHEDULER_METRICS_TOKEN": KEY,
            "SCHEDULER_HEARTBEAT_URL": "https://monitor.example.org/ping/1234?from=us",
            "SCHEDULER_INNER_HOSTS": "Chat.example.org 10.0.0.7",
            "SCHEDULER_TIME_ZONE": "Asia/Manila",
            "SCHEDULER_DEMO": "0",
        }
    )

    assert config == Config(
        secret_key=KEY,
        database_url="postgresql+psycopg://someone:secret@db/scheduler",
        base_url="https://scheduler.example.org/plan",
        smtp_url="smtp://someone:secret@mail.example.org:587?starttls=1",
        mail_from="Our Coalition <plan@example.org>",
        bounce_address="bounces@example.org",
        bounce_imap_url="imaps://bounces:secret@mail.example.org/INBOX",
        metrics_token=KEY,
        heartbeat_url="https://monitor.example.org/ping/1234?from=us",
        inner_hosts=frozenset({"chat.example.org", "10.0.0.7"}),
        time_zone="Asia/Manila",
        demo=False,
        host="0.0.0.0",
        port=9000,
        instance_dir=tmp_path / "instance",
    )


def test_secret_key_on_loopback_is_made_once_and_kept_for_the_owner_alone(base, tmp_path):
    keys = {Config.from_env(base).secret_key for _ in range(3)}

    kept = tmp_path / "instance" / "secret_key"
    assert keys == {kept.read_text()}
    assert len(kept.read_text()) >= 48
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_secret_key_must_be_set_where_others_can_reach_the_server(base, tmp_path):
    assert refused({**base, "HOST": "0.0.0.0"}) == "SCHEDULER_SECRET_KEY"
    assert not (tmp_path / "instance" / "secret_key").exists()


def test_secrets_may_stand_in_files(base, tmp_path):
    for name, content in {"key": KEY, "database": "sqlite:////tmp/x.db", "smtp": "smtps://mail.example.org"}.items():
        (tmp_path / name).write_text(f"{content}\n")

    config = Config.from_env(
        {
            **base,
            "SCHEDULER_SECRET_KEY_FILE": str(tmp_path / "key"),
            "SCHEDULER_DATABASE_URL_FILE": str(tmp_path / "database"),
            "SCHEDULER_SMTP_URL_FILE": str(tmp_path / "smtp"),
        }
    )

    assert (config.secret_key, config.database_url) == (KEY, "sqlite:////tmp/x.db")
    assert (config.smtp_url, config.demo) == ("smtps://mail.example.org", False)


def test_a_secret_in_two_places_or_in_no_file_is_refused(base, tmp_path):
    (tmp_path / "empty").touch()

    assert (
        refused({**base, "SCHEDULER_SECRET_KEY": KEY, "SCHEDULER_SECRET_KEY_FILE": "/dev/null"})
        == "SCHEDULER_SECRET_KEY_FILE"
    )
    assert refused({**base, "SCHEDULER_SECRET_KEY_FILE": str(tmp_path / "none")}) == "SCHEDULER_SECRET_KEY_FILE"
    assert refused({**base, "SCHEDULER_SECRET_KEY_FILE": str(tmp_path / "empty")}) == "SCHEDULER_SECRET_KEY_FILE"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80a"),
        ("PORT", "٨٠"),
        ("SCHEDULER_BASE_URL", "scheduler.example.org"),
        ("SCHEDULER_BASE_URL", "ftp://scheduler.example.org"),
        ("SCHEDULER_BASE_URL", "https://scheduler.example.org/?a=b"),
        ("SCHEDULER_BASE_URL", "https://scheduler.example.org:http"),
        ("SCHEDULER_BASE_URL", "https://someone@scheduler.example.org"),
        ("SCHEDULER_DKIM_SELECTOR", "s 1"),
        ("SCHEDULER_METRICS_TOKEN", "too-short"),
        ("SCHEDULER_METRICS_TOKEN", "with a space in it " * 3),
        ("SCHEDULER_HEARTBEAT_URL", "file:///etc/passwd"),
        ("SCHEDULER_HEARTBEAT_URL", "monitor.example.org/ping"),
        ("SCHEDULER_HEARTBEAT_URL", "https://someone:secret@monitor.example.org"),
        ("SCHEDULER_HEARTBEAT_URL", "https://monitor.example.org/a b"),
        ("SCHEDULER_INNER_HOSTS", "https://chat.example.org"),
        ("SCHEDULER_INNER_HOSTS", "chat.example.org:8065"),
        ("SCHEDULER_INNER_HOSTS", "chat.example.org,wiki.example.org/"),
        ("SCHEDULER_DATABASE_URL", "mysql://db/scheduler"),
        ("SCHEDULER_DATABASE_URL", "postgresql://db/scheduler"),
        ("SCHEDULER_DATABASE_URL", "sqlite://"),
        ("SCHEDULER_DEMO", "yes"),
        ("SCHEDULER_BOUNCE_ADDRESS", "example.org"),
        ("SCHEDULER_BOUNCE_ADDRESS", "Bounces <bounces@example.org>"),
        ("SCHEDULER_BOUNCE_ADDRESS", "returned-messages@example.org"),
        ("SCHEDULER_BOUNCE_IMAP_URL", "https://bounces:secret@mail.example.org"),
        ("SCHEDULER_BOUNCE_IMAP_URL", "imaps://mail.example.org"),
        ("SCHEDULER_MAIL_FROM", "our coalition"),
        ("SCHEDULER_MAIL_FROM", "a@example.org\nBcc: b@example.org"),
        ("SCHEDULER_SECRET_KEY", "short"),
        ("SCHEDULER_SMTP_URL", "mail.example.org:25"),
        ("SCHEDULER_SMTP_URL", "smtp://mail.example.org:port"),
        ("SCHEDULER_SMTP_URL", "smtp://mail.example.org?tls=1"),
        ("SCHEDULER_TIME_ZONE", "Europe/Atlantis"),
        ("SCHEDULER_TIME_ZONE", "../etc/passwd"),
        ("SCHEDULER_TIME_ZONE", "Europe"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_never_repeated(base, setting, value):
    with pytest.raises(ConfigError) as caught:
        Config.from_env({**base, setting: value})

    assert caught.value.setting == setting
    assert str(caught.value) == f"{setting} {caught.value.expected}"
    assert f" {value} " not in f"{caught.value} "


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    assert refused({"SCHEDULER_INSTANCE_DIR": str(tmp_path / "file" / "instance")}) == "SCHEDULER_INSTANCE_DIR"


@pytest.mark.parametrize(
    ("environ", "demo"),
    [
        ({}, True),
        ({"HOST": "localhost"}, True),
        ({"HOST": "::1"}, True),
        ({"SCHEDULER_DEMO": "0"}, False),
        ({"SCHEDULER_DATABASE_URL": "sqlite:////tmp/own.db"}, False),
        ({"SCHEDULER_DATABASE_URL": "sqlite:////tmp/own.db", "SCHEDULER_DEMO": "1"}, True),
        ({"SCHEDULER_SMTP_URL": "smtp://mail.example.org"}, False),
        ({"HOST": "192.0.2.1", "SCHEDULER_SECRET_KEY": KEY}, False),
    ],
)
def test_demo_is_for_a_machine_that_nobody_else_reaches(base, environ, demo):
    assert Config.from_env({**base, **environ}).demo is demo


@pytest.mark.parametrize(
    "environ", [{"HOST": "0.0.0.0", "SCHEDULER_SECRET_KEY": KEY}, {"SCHEDULER_SMTP_URL": "smtp://mail.example.org"}]
)
def test_demo_cannot_be_forced_where_strangers_could_be_reached(base, environ):
    assert refused({**base, **environ, "SCHEDULER_DEMO": "1"}) == "SCHEDULER_DEMO"


@pytest.mark.parametrize(
    ("environ", "base_url", "domain"),
    [
        ({"HOST": "::1", "PORT": "8001"}, "http://[::1]:8001", "localhost"),
        ({"HOST": "plan.example.org", "SCHEDULER_SECRET_KEY": KEY}, "http://plan.example.org:8000", "plan.example.org"),
        ({"SCHEDULER_BASE_URL": "https://plan.example.org"}, "https://plan.example.org", "plan.example.org"),
    ],
)
def test_addresses_follow_from_the_host(base, environ, base_url, domain):
    config = Config.from_env({**base, **environ})

    assert (config.base_url, config.mail_from) == (base_url, f"Coalition Scheduler <scheduler@{domain}>")


def test_secrets_are_not_in_what_is_printed(base):
    config = Config.from_env(
        {**base, "SCHEDULER_SECRET_KEY": KEY, "SCHEDULER_SMTP_URL": "smtp://a:hidden@mail.example.org"}
    )

    assert KEY not in repr(config)
    assert "hidden" not in repr(config)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("SCHEDULER_SMTP_ULR", "Is SCHEDULER_SMTP_URL meant?"),
        ("SCHEDULER_BASEURL", "Is SCHEDULER_BASE_URL meant?"),
        ("SCHEDULER_SECRETKEY_FILE", "Is SCHEDULER_SECRET_KEY_FILE meant?"),
        ("SCHEDULAR_TIME_ZONE", "Is SCHEDULER_TIME_ZONE meant?"),
        ("scheduler_mail_from", "Is SCHEDULER_MAIL_FROM meant?"),
        ("SCHEDULER_COLOUR", "README.md lists all settings."),
    ],
)
def test_a_misspelled_setting_is_said_at_the_start(base, caplog, name, message):
    Config.from_env({**base, name: "smtp://someone:secret@mail.example"})

    assert caplog.messages == [f"{name} is no setting, so it changes nothing. {message}"]


def test_other_variables_are_nobodys_business(base, caplog):
    Config.from_env({**base, "DATABASE_URL": "x", "SCHEDULER_TEST_DATABASE_URL": "x", "TIME_ZONE": "x", "PATH": "/bin"})

    assert caplog.messages == []


def test_pictures_lie_where_the_setting_says(base, tmp_path):
    folder = tmp_path / "shared" / "pictures"
    assert Config.from_env(base).pictures_dir is None
    assert Config.from_env({**base, "SCHEDULER_PICTURES_DIR": str(folder)}).pictures_dir == folder
    assert folder.is_dir()
    (tmp_path / "file").touch()
    assert refused({**base, "SCHEDULER_PICTURES_DIR": str(tmp_path / "file")}) == "SCHEDULER_PICTURES_DIR"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SCHEDULER_FEED_MEMORY_MB", "0"),
        ("SCHEDULER_FEED_MEMORY_MB", "4097"),
        ("SCHEDULER_PICTURE_MAX_MB", "0"),
        ("SCHEDULER_PICTURE_MAX_MB", "61"),
        ("SCHEDULER_PICTURE_MAX_MB", "1.5"),
        ("SCHEDULER_PICTURE_MAX_MEGAPIXELS", "0"),
        ("SCHEDULER_PICTURE_MAX_MEGAPIXELS", "201"),
    ],
)
def test_limits_of_pictures_have_bounds(base, setting, value):
    assert refused({**base, setting: value}) == setting
