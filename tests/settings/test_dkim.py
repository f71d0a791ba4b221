"""The key that mail is signed with is looked at when the product starts."""

from pathlib import Path

import pytest

from config import Config
from scheduler.environment import ConfigError
from tests.outbox.dkim_keys import KEY_FILE, SHORT_KEY_FILE

KEY, SELECTOR = "SCHEDULER_DKIM_KEY_FILE", "SCHEDULER_DKIM_SELECTOR"


@pytest.fixture
def base(tmp_path: Path) -> dict[str, str]:
    return {"SCHEDULER_INSTANCE_DIR": str(tmp_path / "instance")}


def test_key_and_selector_are_taken(base: dict[str, str]) -> None:
    config = Config.from_env({**base, KEY: str(KEY_FILE), SELECTOR: "s2027.mail"})

    assert (config.dkim_key_file, config.dkim_selector) == (KEY_FILE, "s2027.mail")


@pytest.mark.parametrize(
    ("key", "selector", "setting"),
    [
        (str(KEY_FILE), None, SELECTOR),
        (None, "s1", KEY),
        ("/nowhere/key.pem", "s1", KEY),
        (__file__, "s1", KEY),
        (str(SHORT_KEY_FILE), "s1", KEY),
        (str(KEY_FILE), "s1._domainkey", SELECTOR),
    ],
)
def test_what_cannot_sign_stops_the_start(
    base: dict[str, str], key: str | None, selector: str | None, setting: str
) -> None:
    given = {name: value for name, value in ((KEY, key), (SELECTOR, selector)) if value is not None}
    with pytest.raises(ConfigError) as caught:
        Config.from_env(base | given)

    assert caught.value.setting == setting
