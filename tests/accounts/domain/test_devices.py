"""Browsers and systems by what they say of themselves, as they said it in 2026."""

import pytest

from scheduler.accounts.domain.devices import Device, device_of

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        (WINDOWS, "Chrome", "Windows"),
        (f"{WINDOWS} Edg/141.0.0.0", "Edge", "Windows"),
        (f"{WINDOWS} OPR/120.0.0.0", "Opera", "Windows"),
        (f"{WINDOWS} Vivaldi/7.5", "Vivaldi", "Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Linux"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "Android"),
        (MAC, "Safari", "macOS"),
        (f"{PHONE} Version/18.5 Mobile/15E148 Safari/604.1", "Safari", "iPhone"),
        (f"{PHONE} CriOS/141.0.0.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"),
        (f"{PHONE} FxiOS/145.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iPhone"),
        (f"{PHONE} EdgiOS/141.0.0.0 Version/18.0 Mobile/15E148 Safari/604.1", "Edge", "iPhone"),
        (f"{ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
        (f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"),
        (f"{ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0.0.0", "Edge", "Android"),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36",
            "Chrome",
            "ChromeOS",
        ),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
        ("<script>alert(1)</script>", "", ""),
    ],
)
def test_a_browser_and_its_system_are_named(user_agent: str, browser: str, system: str):
    assert device_of(user_agent) == Device(browser, system)
