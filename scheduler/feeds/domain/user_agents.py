"""Which calendar program asked, from its User-Agent."""

from functools import lru_cache

# Signs that the programs themselves send; the first that fits names it.
_SIGNS = (
    ("google-calendar-importer", "Google Calendar"),
    ("googlebot", "Google"),
    ("microsoft office", "Outlook"),
    ("outlook", "Outlook"),
    ("microsoft.exchange", "Outlook"),
    ("exchange", "Outlook"),
    ("dataaccessd", "Apple Calendar (iPhone, iPad)"),
    ("calendaragent", "Apple Calendar (Mac)"),
    ("ios/", "Apple Calendar (iPhone, iPad)"),
    ("mac os x", "Apple Calendar (Mac)"),
    ("thunderbird", "Thunderbird"),
    ("nextcloud", "Nextcloud"),
    ("icsx5", "ICSx5"),
    ("proton", "Proton Calendar"),
    ("fastmail", "Fastmail"),
)
UNNAMED = "?"
MAX_CHARS = 120


@lru_cache(maxsize=256)
def program_of(user_agent: str) -> str:
    """Return the program's name; its own first word when it is none that we know, `?` when it says nothing."""
    folded = user_agent.casefold()
    for sign, name in _SIGNS:
        if sign in folded:
            return name
    first = user_agent.split("/", maxsplit=1)[0].split()[:1]
    plain = "".join(character for character in (first[0] if first else "") if character.isprintable())
    return plain[:MAX_CHARS] or UNNAMED
