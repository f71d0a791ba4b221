"""Which browser on which system a request came from, by its User-Agent."""

from dataclasses import dataclass

# The first sign that is found names it: browsers say that they are each other, the rarer name comes first.
_BROWSERS = (
    ("edg/", "Edge"),
    ("edga/", "Edge"),
    ("edgios/", "Edge"),
    ("opr/", "Opera"),
    ("vivaldi/", "Vivaldi"),
    ("yabrowser/", "Yandex Browser"),
    ("samsungbrowser/", "Samsung Internet"),
    ("duckduckgo/", "DuckDuckGo"),
    ("firefox/", "Firefox"),
    ("fxios/", "Firefox"),
    ("crios/", "Chrome"),
    ("chrome/", "Chrome"),
    ("chromium/", "Chromium"),
    ("safari/", "Safari"),
)
_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("cros", "ChromeOS"),
    ("windows", "Windows"),
    ("mac os x", "macOS"),
    ("macintosh", "macOS"),
    ("linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """Names of a browser and of the system that it runs on; empty when it is none that we know."""

    browser: str
    system: str


def device_of(user_agent: str) -> Device:
    """Return what a User-Agent says; every browser can say what it likes."""
    folded = user_agent.casefold()
    return Device(_named(_BROWSERS, folded), _named(_SYSTEMS, folded))


def _named(signs: tuple[tuple[str, str], ...], folded: str) -> str:
    return next((name for sign, name in signs if sign in folded), "")
