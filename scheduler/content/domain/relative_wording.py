"""English wording that says when by the day on which it is read: "earlier today", "this summer", "will vote"."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import regex

LIST = Path(__file__).parent.parent / "data" / "relative_wording.txt"

_SEASON = "spring|summer|autumn|fall|winter"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
# Where a clause begins, how its subject may begin, and what else may belong to that.
_CLAUSE = r"(?<=(?:^|[.!?…:;]\s|\n|[,—–] (?:and |but |yet |so |while |as )?|\b(?:that|says?|said) ))"
_COUNTED = r"hundreds|thousands|dozens|two|three|four|five|six|seven|eight|nine|ten|[0-9]+"
_APPOSITION = r"(?:, (?!and\b|but\b|or\b)[^,.!?;:\n]{3,80},)?"
_MORE = rf"(?: (?!who\b|that\b|which\b|when\b|if\b|while\b)[\w’'.-]+){{0,11}}{_APPOSITION} "
# What one of many is called when it is news: "a second bill".
_ANOTHER = (
    "(?:second|third|fourth|fifth|further|separate|rival|related|parallel|final|coalition|group|delegation|petition"
    r"|former|leading|spokes\w+)\b"
)
_NAMES = {
    "apostrophe": "[’']",
    "will": "(?:(?=[wtihsy])(?:will|(?:we|they|it|he|she|I|you|there)[’']ll|(?:we|I) shall))",
    "be": "(?:(?=[iatwhs])(?:is|are|(?:we|they)[’']re|(?:it|he|she|there)[’']s))",
    "have": "(?:(?=[hwtis])(?:has|have|(?:we|they|I)[’']ve|(?:it|he|she)[’']s))",
    "weekday": "(?:(?=[mtwfsMTWFS])(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)",
    # Written with a capital: "may" and "march" are verbs.
    "month": f"(?-i:{_MONTH})",
    "season": f"(?:{_SEASON})",
    "span": f"(?:week|weekend|fortnight|month|quarter|term|semester|session|season|year|decade|{_SEASON})",
    "part": "(?:morning|afternoon|evening|night|lunchtime)",
    "units": "(?:minutes|hours|days|weeks|fortnights|months|years)",
    "number": (
        r"(?:(?:[0-9]+(?:[,.][0-9]+){0,3}|a(?:n| few| couple of| hundred| dozen| handful of)?|one"
        r"|t(?:wo|hree|en|welve|hirteen|(?:wen|hir)ty(?:-\w+)?)|f(?:our(?:teen)?|ive|ifteen|(?:or|if)ty(?:-\w+)?)"
        r"|s(?:ix(?:teen|ty(?:-\w+)?)?|even(?:teen|ty(?:-\w+)?)?|everal|ome|cores of)|eleven"
        r"|eight(?:een|y(?:-\w+)?)?|nine(?:teen|ty(?:-\w+)?)?|half a dozen|dozens of|many)"
        r"(?: or (?:t(?:wo|hree|en)|four|five|six|seven|eight|nine|so|more))?(?: and a half)?)"
    ),
    # What has a name of its own in schools, budgets, parliaments and sports.
    "period": (
        "(?:half-year|trimester|half-term|recess|(?:summer |winter |easter |christmas )?(?:holidays|break|recess)"
        "|(?:school|academic|financial|fiscal|tax|budget|calendar|parliamentary|legislative|reporting|electoral|election"
        "|sporting|football|cricket|fishing|growing|rainy|dry|wet|lean|planting|picking|harvest|hunger|tourist|holiday"
        "|flu|hurricane|monsoon) (?:year|term|session|season|period|cycle|quarter))"
    ),
    # What wording begins with that counts time.
    "count": (
        r"(?:[0-9]+|a(?:n|bout|lmost)?|barely|dec\w+|days?|ei\w+|few\w*|fi\w+|fo[ru]\w+|half|hours?|hundred|just|less"
        r"|mere|minutes|moments|months?|more|many|ni\w+|nearly|no[tw]|one|only|over|seconds|six\w*|seven\w*|some|still"
        r"|several|two|three|ten|twe\w+|thirt\w+|under|well|weeks?|years?)"
    ),
    # The same with what is counted behind it, in a few words: elsewhere none of the rules for counts is tried.
    "counted": (
        r"(?:(?:days?|hours?|minutes|moments|months?|seconds|weeks?|years?)"
        r"|(?=[abdefhjlmnostuw0-9])(?:[0-9]+|a(?:n|bout|lmost)?|barely|dec\w+|dozens|ei\w+|el\w+|few\w*|fi\w+|fo[ru]\w+"
        r"|half|hundred|just|less|mere|more|many|ni\w+|nearly|no[tw]|one|only|over|scores|six\w*|seven\w*|some|still"
        r"|several|two|three|ten|twe\w+|thirt\w+|under|well)\b[^.!?;\n]{1,50}?\b(?:moment|second|minute|hour|day|night"
        r"|week|weekend|fortnight|month|year|decade|generation|centur(?:y|ie)|summer|winter|christmase|session|sitting"
        r"|sleep|lifetime|place|ticket|seat|bed|space|spot|table|room|copies"
        r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?)"
    ),
    "adverb": "(?:soon|now|again|finally|shortly|also|then|likely|probably|once again)",
    # Where a sentence begins, and words of the same sentence that give it a year.
    "start": r"(?<=(?:^|[.!?…:]\s|\n))",
    # Not the number of a bill, nor a count.
    "dated": (
        r"(?:(?:[^.!?;\n]|(?<=\b[ap]|\b[ap]\.m)\.){0,40}\b(?<![£$€₹#-]|\b(?:AB|SB|HB|HR|HF|SF|No|Bill|Resolution) )"
        r"(?:1[5-9]|20|21)[0-9]{2}\b(?! (?:children|people|women|girls|boys|cases|victims|survivors|members|men)\b))"
    ),
    # What makes it true on any day: a condition, or that it happens again and again.
    "if": r"\b(?:(?:if|when|whenever) (?:an?|your|any|you)|if the)\b[^.!?,\n]{0,50}",
    "always": (
        r"(?:[^.!?;\n]{0,50}\b(?:(?:every|each) (?!(?:user|victim|survivor|member|school|pupil|state|of the|guest"
        r"|applicant|employer|employee|household|family|woman|worker|district|region|county)\b)"
        r"|always|at least (?:once|twice|one|monthly|yearly)|all cases|whenever|(?:even|odd) years"
        r"|in private|within \w+ \w+ of|on (?!holidays)\w+days|at weekends)\b)"
    ),
    "date": f"(?:{_DAY}(?: of)? (?:{_MONTH})|(?:{_MONTH}) {_DAY})",
    "child": "child(?:ren)?|young|teen(?:ager)?s?|kids?|girls?|boys?|pupils?",
    # Who acts on a day that is set, and what is held then.
    "body": (
        "(?:Parliament|Congress|MPs|MEPs|peers|senators|lawmakers|legislators|ministers|leaders|delegates|negotiators"
        "|schools|pupils|students|the (?:House|Senate|Commons|Lords|committee|council|commission|assembly|chamber"
        "|government|legislature|courts?|jury|inquiry))"
    ),
    "office": (
        "(?:government|administration|minister|commission(?:er)?|president|prime minister|congress|parliament|mayor"
        "|secretary|cabinet|chair|council|legislature|governor|budget|spending review|presidency|coalition|mandate)"
    ),
    "occasion": (
        "(?:vote|debate|hearings?|trial|talks|negotiations?|inquiry|investigation|consultation|proceedings|strike|case"
        "|review|election|summit|meeting|march|conference|launch|session|ruling|referendum|reform|legislation|closure"
        "|cuts|changes|visit|sentencing|inquest|match|tournament|championship|games|deadline|markup|campaign|appeal)s?"
    ),
    "holiday": (
        r"(?:Christmas|Easter|Ramadan|Eid(?: al-\w+)?|Lent|Advent|Diwali|Deepavali|Dussehra|Navratri|Durga Puja|Holi"
        "|Nowruz|Onam|Pongal|Songkran|Tabaski|Tet|Vesak|Hanukkah|Passover|Purim|Pentecost|Whitsun|Michaelmas|Midsummer"
        "|(?:Independence|Republic|Labou?r|Memorial|Remembrance|Canada|Australia|Anzac|Waitangi|Boxing|Mother[’']s"
        "|Father[’']s|New Year[’']s|Christmas) Day"
        "|(?:New Year[’']s|Christmas) Eve|Thanksgiving|Halloween|New Year|half-term|bank holiday|holiday season)"
    ),
    # What bodies and their members do on a day that is set.
    "event": (
        "(?:vote|decide|debate|consider|meet|hear|rule|announce|publish|release|unveil|launch|convene|testify|return|sign"
        "|adopt|approve|reject|table|introduce|deliver|gather|hand down|hold|take up|take effect|come into force"
        "|enter into force|go into effect|mark up|begin|start|open|close|expire|lapse|present|resume|reconvene|appear"
        "|host|visit|speak|march|travel|issue|submit|file|examine|discuss|take place|go before|go to|come before|appeal"
        "|propose|consult|legislate|light up|resign|step down|conclude|give evidence|report back|lay|bring forward"
        r"|bring (?:it|the \w+) (?:to|before))"
    ),
    # What they do in public, whatever comes after it.
    "act": (
        "(?:vote|debate|announce|publish|release|unveil|launch|convene|reconvene|table|adopt|approve|visit|host|testify"
        "|address|mark up|hand down|hand in|hand over|question|swear in|sentence|extradite|ratify|inaugurate|kick off)"
    ),
    "done": (
        "(?:announced|published|released|launched|passed|adopted|approved|signed|voted|opened|closed|introduced|unveiled"
        "|issued|agreed|ruled|enacted|appointed|elected|arrived|begun|started|heard|learned|learnt|told|received"
        "|completed|finished|won|lost|made|given|taken|reached|confirmed|sentenced|convicted|arrested|charged|come|out)"
    ),
    # Who says or does what is news, as the last word of a name: "the justice committee", "police".
    "actor": (
        r"\b(?:(?:sub)?committees?|courts?|judges?|jur(?:y|ors)|ministry|ministers?|government|cabinet|councils?"
        "|commission(?:ers?)?|parliament|senate|house|congress|assembly|legislature|lords|commons|board"
        "|regulators?|ombudsman|inquiry|panel|tribunal|prosecutors?|police|officers|detectives|investigators"
        "|lawmakers|legislators|senators?|governor|president|mayor|secretary|chancellor|speaker|chair|envoy"
        "|rapporteur|mps|meps|peers|negotiators|delegates|leaders|campaigners|rescuers|crews?|volunteers"
        "|activists|unions?|coalition|agency|department|bureau|authority|company|platform|retailer|bank|team"
        "|force|union|sponsors?|caucus|synod|party|parties|presidency|defence|defense|prosecution|families"
        "|shareholders|bishops|scientists|researchers|lawyers|organi[sz]ers|officials|diplomats|inspectors|auditors"
        "|councillors|advocates|protesters|demonstrators|firefighters|divers|medics|doctors|engineers|monitors|observers"
        "|trustees|governors|supporters|fundraisers|partners|backers|opponents|critics|analysts|rebels|troops|soldiers"
        "|aid workers|charities|airlines|states|capitals|embassies|authorities|magistrates|relatives|colleagues|clerks"
        "|translators|editors|economists|strikers|dockers|miners|farmers|growers|importers|insurers|lenders|donors)"
    ),
    # What makes it any of them: what it does is a rule then, not news.
    "any": r"\b(?:an?|any|every|each|no|some|many|most|few|other) (?:(?!the\b)[\w’'-]+ ){0,2}",
    # What they are doing while the copy is written.
    "doing": (
        "(?:balloting|campaigning|canvassing|combing|compiling|counting|crafting|debating|deliberating|drafting"
        "|drawing up|examining|finali[sz]ing|fundraising|gathering|gearing up|grappling|hosting|hunting"
        "|inspecting|interviewing|investigating|launching|lobbying|looking (?:at|into)|marching|marking up|meeting"
        "|mulling|negotiating|opening|opposing|piloting|planning|polling|preparing|pressing|probing|pursuing"
        "|pushing (?:ahead|for|to)|questioning|racing|rallying|recruiting|reconsidering|reopening|reviewing"
        "|rewriting|rolling out|rushing|scrambling|scrutini[sz]ing|searching|seeking|setting up|sifting|staging"
        "|stepping down|striking|studying|suing|surveying|taking (?:evidence|comments|testimony|a vote)"
        "|threatening|touring|trialling|trying|updating|urging|visiting|voting|walking out|weighing"
        "|winding (?:up|down)|working (?:on|through)|wrangling|wrapping up|hearing|appealing|consulting)"
    ),
    # What they are to do, whatever comes after it.
    "act_any": (
        "(?:announce|publish|release|unveil|launch|convene|reconvene|vote|debate|decide|rule|testify|appear"
        "|respond|oppose|write to|lay|table|sign|veto|meet|march|hand|resume|reopen|start work|open its|close its"
        "|hear|give (?:evidence|its|his|her)|deliver|go (?:ahead|live|on sale|out|to|before)"
        "|come (?:back|before|into|up|to(?! order))|kick off|take (?:over|effect|office|up|the stand)|face"
        "|run (?:out|until)|expire|lapse|become law|enter into force|host|visit|travel|speak|begin|end|fall"
        "|roll out|pull|legislate|repeal|mark (?:the|its|our)|know (?:by|on|in|within|soon|whether|if)"
        "|make (?:a statement|public|an announcement)|sentence|consider|review|return)"
    ),
    # What is told of anybody, or on a condition.
    "anybody": (
        r"\b(?:who|that|which|whoever|what|whose|she|he|you|someone|anyone|everyone|everybody"
        r"|(?<=(?:^|[.!?…:;]\s|\n|[,—–] (?:and |but |when |as )?|\b(?:that|because|where|than) ))"
        r"(?:people|children|survivors|victims|girls|boys|parents|women|men|traffickers|recruiters|abusers|platforms)"
        r"|to|would|could|might|may|must|should|cannot"
        rf"|(?:an?(?! {_ANOTHER})|any|every|each|some|many|most|few|such|the child)"
        r" (?:(?!the\b)[\w’'-]+ ){0,3}[\w’'-]+"
        r"|(?:if|when|whenever|once(?! (?:again|more)\b)|until|unless|because|after|while|where|whether|how|why)"
        r" [^.!?,\n]{0,40})"
    ),
    # One who acts, or a thing that is known, from where its clause begins.
    "subject": (
        rf"(?:{_CLAUSE}(?:the|our|its|their|his|her|this|these|those|all|only|some|an?(?= {_ANOTHER})"
        rf"|{_COUNTED}|(?-i:\p{{Lu}})[\w’'-]+){_MORE}|(?<=, (?:and|but|while|so|yet) )(?:[a-z]+ )?[a-z]{{3,}}s "
        r"(?:(?:in|at|from|of|on) [\w’' -]{2,30} )?)"
    ),
    # The same, but one, or those that are counted or named: "our trustees", not "survivors".
    "known": (
        rf"(?:{_CLAUSE}(?:the|our|its|their|his|her|this|these|only|an?(?= {_ANOTHER})|{_COUNTED}"
        rf"|(?-i:\p{{Lu}})[\w’'-]*(?:[a-rt-z]\b|[’']s\b|s\b(?= (?:\p{{Lu}}|and\b)))){_MORE})"
    ),
    # What is announced for a day: "closes on 3 April". The plain form only behind a plural, where it is no request.
    "due": (
        "(?:(?=[abcdefghijklmoprstv])(?:adjourns|airs|appears|applies|arrives|becomes|begins|ceases|changes|closes|comes"
        "|concludes|convenes|decides"
        "|delivers|departs|ends|enters|expires|falls|finishes|gets under way|goes|hears|holds|hosts"
        "|joins|kicks (?:in|off)|lapses|launches|leaves|meets|moves|opens|premieres|publishes|reconvenes|reopens"
        "|resumes|retires|returns|runs|sits|speaks|stands down|starts|steps down|switches|takes|testifies"
        "|has(?= (?:its|his|her|their|an?) )"
        r"|(?:(?<=[a-z]s )|(?<=\b(?:MPs|members|leaders|ministers|judges|voters|residents|pupils|parties|heads)"
        r" (?:of|in|from|at) [\w’' -]{2,40} ))(?:apply|begin|change|close|come (?:in|into)|double|end|enter into|expire"
        r"|go (?:live|on|to|before|into|out|back|home|ahead)|lapse|meet"
        "|open|reopen|resume|return|run|start|take (?:effect|place|office|over)|vote)))"
    ),
    # A day without its year, and what makes it one of every year.
    "day": (
        rf"\b(?:{_DAY}(?: ?[–-] ?{_DAY}| (?:to|and|or|until) {_DAY})?(?: of)? (?:{_MONTH})|(?:{_MONTH}) {_DAY})\b"
        r"(?!,? [12][0-9]{3}| (?:each|every)\b)"
    ),
    "habit": (
        r"(?<!\b(?:every|each|annual(?:ly)?|yearly|traditionally|usually|always|normally|typically|(?-i:Day)|birthday"
        r"|anniversary|season|feast|(?:school|tax|financial|fiscal|academic) year)\b[^.!?\n]{0,80})"
    ),
    "named": "(?:Good|Freedom|Black|Ash|Holy|Maundy|Easter|Palm|Giving|Cyber|Bloody|Shrove|Spy|Whit|Clean|Super|Nose)",
}

FIRST = r"\w"
"""What all of it begins with: elsewhere no rule needs to be tried, which takes a third of the time for long copy."""


RULES_AT_ONCE = 30
"""How many rules one pattern holds."""

_PART = regex.compile(r"\[([a-z]+)(?: (\{[a-z]+\}))?\]")
_BETWEEN = regex.compile(r"[^.;:!?…\n“”\"«»„‘—]{0,50}")
# "This Sunday, churches across Kenya will pray": what is to happen then, whoever is to do it.
_THEN = regex.compile(
    r"[^.;:!?…\n“”\"«»„‘—]{0,70}?\b(?:will (?:now |also |not )?(?:be |have (?:to )?)?"
    r"|(?:has|have) (?:now |already |also )?(?:been )?|(?:is|are) (?:now |also )?(?:being |to |(?=\w+ing\b))"
    r"|(?:we|they|it|he|she|I)[’']ll (?:be )?)(?!(?:be|have|been|an?|the|to|no|not|more|its|their)\b)[^\W\d]+",
    regex.IGNORECASE,
)
# "has not said when payments will begin" is one thing that is open, not two.
_ASKED = regex.compile(r"(?: \w+){0,5} (?:when|whether|if|how|where|why|what)\b[^.,;:!?…\n“”\"«»„‘—]{0,50}")


def rules() -> list[str]:
    """Return a pattern for each kind of wording, in the order in which they apply."""
    return [part.head + rule for part in _parts() for rule in part.rules]


def relative_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans, in order; what is to happen and when are one span where they stand together in a clause."""
    first: int | None = None
    last: regex.Match[str] | None = None
    for found in _found(text):
        if first is None or last is None:
            first = found.start()
        elif not (_ASKED if last.lastgroup == found.lastgroup else _BETWEEN).fullmatch(text, last.end(), found.start()):
            yield first, _end(text, last, found.start())
            first = found.start()
        last = found
    if first is not None and last is not None:
        yield first, _end(text, last, len(text))


def _end(text: str, last: regex.Match[str], before: int) -> int:
    """Return where a span ends: behind what is to happen then, if the clause goes on with it."""
    then = _THEN.match(text, last.end(), before) if last.lastgroup == "when" else None
    end: int = (then or last).end()
    return end


def _found(text: str) -> Iterator[regex.Match[str]]:
    """Yield what one pattern of all rules would find: the first to begin, and of several there the one of the first."""
    following = [pattern.search(text) for pattern in relative_wording()]
    while ahead := [found for found in following if found is not None]:
        first = min(ahead, key=regex.Match.start)
        yield first
        place = max(first.end(), first.start() + 1)
        for number, pattern in enumerate(relative_wording()):
            found = following[number]
            if found is not None and found.start() < place:
                following[number] = pattern.search(text, place)


@cache
def relative_wording() -> tuple[regex.Pattern[str], ...]:
    """Return patterns that find the wording of `data/relative_wording.txt`, in the order in which they apply.

    One for all would take three times the memory to compile, which the process would keep.
    """
    return tuple(
        _compiled(part, part.rules[first : first + RULES_AT_ONCE])
        for part in _parts()
        for first in range(0, len(part.rules), RULES_AT_ONCE)
    )


def _compiled(part: "_Part", rules: Sequence[str]) -> regex.Pattern[str]:
    any_rule = "|".join(rf"(?:{rule})(?![\w-])" for rule in rules)
    # The package looks for `\b` in far less time than for any other place where a word begins.
    return regex.compile(rf"\b(?={FIRST})(?<![’'-])(?P<{part.name}>{part.head}(?:{any_rule}))", regex.IGNORECASE)


class _Part(NamedTuple):
    """Rules of one kind, with what all of them begin with."""

    name: str
    head: str
    rules: list[str]


def _parts() -> list[_Part]:
    """Return the parts of the list: when, undone."""
    parts = [_Part("when", "", [])]
    for line in LIST.read_text("utf-8").splitlines():
        if named := _PART.fullmatch(line):
            head = f"(?={named[2].format(**_NAMES)}\\b)" if named[2] else ""
            parts.append(_Part(named[1], head, []))
        elif line.strip() and not line.startswith("#"):
            parts[-1].rules.append(line.strip().format(**_NAMES))
    return parts
