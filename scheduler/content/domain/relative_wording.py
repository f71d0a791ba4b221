"""English wording that says when by the day on which it is read: "earlier today", "this summer", "will vote"."""

from functools import cache
from pathlib import Path

import regex

LIST = Path(__file__).parent.parent / "data" / "relative_wording.txt"

_SEASON = "spring|summer|autumn|fall|winter"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_NAMES = {
    "apostrophe": "[’']",
    "weekday": "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    # Written with a capital: "may" and "march" are verbs.
    "month": f"(?-i:{_MONTH})",
    "season": f"(?:{_SEASON})",
    "span": f"(?:week|weekend|fortnight|month|quarter|term|semester|session|season|year|decade|{_SEASON})",
    "part": "(?:morning|afternoon|evening|night|lunchtime)",
    "units": "(?:minutes|hours|days|weeks|fortnights|months|years)",
    "number": (
        r"(?:[0-9]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen"
        r"|(?:twenty|thirty|forty|fifty|sixty)(?:-\w+)?|ninety|a hundred|a few|several|a couple of|some|many)"
    ),
    "adverb": "(?:soon|now|again|finally|shortly|also|then|likely|probably|once again)",
    "date": f"(?:{_DAY}(?: of)? (?:{_MONTH})|(?:{_MONTH}) {_DAY})",
    "child": "child(?:ren)?|young|teen(?:ager)?s?|kids?|girls?|boys?|pupils?",
    # What bodies and their members do on a day that is set.
    "event": (
        "(?:vote|decide|debate|consider|meet|hear|rule|announce|publish|release|unveil|launch|convene|testify|return|sign"
        "|adopt|approve|reject|table|introduce|deliver|gather|hand down|hold|take up|take effect|come into force"
        "|enter into force|go into effect|mark up|begin|start|open|close|expire|lapse|present|resume|reconvene|appear"
        "|host|visit|speak|march|travel|issue|submit|file|examine|discuss|take place|go before|go to|come before)"
    ),
    "done": (
        "(?:announced|published|released|launched|passed|adopted|approved|signed|voted|opened|closed|introduced|unveiled"
        "|issued|agreed|ruled|enacted|appointed|elected|arrived|begun|started|heard|learned|learnt|told|received"
        "|completed|finished|won|lost|made|given|taken|reached|confirmed|sentenced|convicted|arrested|charged|come|out)"
    ),
    "named": "(?:Good|Black|Ash|Holy|Maundy|Easter|Palm|Giving|Cyber|Bloody|Shrove|Spy|Whit|Clean|Super|Nose)",
}

FIRST = r"[\w’' ]"
"""What all of it begins with: elsewhere no rule needs to be tried, which takes a third of the time for long copy."""


def rules() -> list[str]:
    """Return a pattern for each kind of wording, in the order in which they apply."""
    lines = (line.strip() for line in LIST.read_text("utf-8").splitlines())
    return [line.format(**_NAMES) for line in lines if line and not line.startswith("#")]


@cache
def relative_wording() -> regex.Pattern[str]:
    """Return a pattern that finds the wording of `data/relative_wording.txt`, the first that applies at each place."""
    any_rule = "|".join(rf"(?:{rule})(?![\w-])" for rule in rules())
    return regex.compile(rf"(?<![\w’'-])(?={FIRST})(?:{any_rule})", regex.IGNORECASE)
