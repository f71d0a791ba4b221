"""Words of the demo's content; its own, about nobody real."""

from dataclasses import dataclass

from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.quotes import Quote

PARAGRAPHS = "\n\n"


@dataclass(frozen=True, slots=True)
class FactTexts:
    """A figure of an invented source, and how copy says it."""

    statement: str
    source_name: str
    source_url: str
    passage: str


POST = ItemText(
    title="Count what you find",
    body=(
        "Every service that finds the abuse of children on its pages can say how often. "
        "Today 41 organisations ask them to: count it, publish it, act on it."
    ),
    hashtags=("EndTraffickingTogether", "CountIt"),
    call_to_action="Read the six questions: https://example.org/questions",
    content_warning="Mentions the sexual abuse of children, without detail",
    variants=(
        Variant("x", "en", "41 organisations, one question to every service: how often do you find it? #CountIt"),
        Variant("linkedin", "fr", "41 organisations posent la même question à chaque service : combien ?"),
    ),
)

PRESS_SAVES = (
    (
        "bridge",
        "theo",
        "**About Open Bridge Alliance.** Open Bridge works with courts, companies and adults who were exploited.",
        "T. Brandt, press@bridge.example, +1 202 555 0142, 09:00 to 17:00 in New York",
    ),
    (
        "sampaguita",
        "maya",
        "**About Sampaguita Children's Network.** Sampaguita joins 63 community groups in the Philippines.",
        "",
    ),
    (
        "sampaguita",
        "maya",
        "**About Sampaguita Children's Network.** Sampaguita joins 71 community groups in the Philippines.",
        "M. Villanueva, press@sampaguita.example, +63 2 5550 0163, 08:00 to 16:00 in Manila",
    ),
    (
        "phare",
        "odile",
        "**About Le Phare des Enfants.** Le Phare runs a night line for young people in Brussels.",
        "O. Marchand, press@phare.example, +32 2 555 01 42, 09:00 to 18:00 in Brussels",
    ),
)
"""What organisations keep ready for the press, save by save: whose, by whom, boilerplate and media contact."""

RELEASE = ItemText(
    title="Forty-one organisations publish a first count",
    subhead="Seven of twelve services gave no figure",
    dateline="MANILA / BRUSSELS / NEW YORK",
    body=PARAGRAPHS.join(
        (
            (
                "Forty-one organisations today publish the first joint count of "
                "how twelve online services find, report and stop the live-streamed abuse of children. Seven of "
                "the twelve gave no figure."
            ),
            (
                "The questions were written with eleven adults who were exploited as children. They decided what "
                "was asked and what was left out."
            ),
        )
    ),
    quotes=(
        Quote(
            "A service that counts can improve. We ask for a number, not for a secret.",
            "Maya Villanueva",
            organisation="Sampaguita Children's Network",
        ),
    ),
    call_to_action="Ask your representative what became of the reporting duty:",
    call_to_action_link="https://example.org/act",
    hashtags=("EndTraffickingTogether",),
    notes_to_editors="Method and all answers: https://example.org/method. Interviews in English, Filipino and French.",
    boilerplate=PARAGRAPHS.join(
        (
            "**About Open Bridge Alliance.** Open Bridge works with courts, companies and adults who were exploited.",
            "**About Sampaguita Children's Network.** Sampaguita joins 63 community groups in the Philippines.",
        )
    ),
    media_contact="T. Brandt, press@bridge.example, +1 202 555 0142, 09:00 to 17:00 in New York",
    content_warning="Describes the sexual abuse of children in general terms",
)

NO_FIGURE = FactTexts(
    statement="Seven of twelve services published no figure",
    source_name="Harbour Monitor, Count of Counts",
    source_url="https://example.org/counts",
    passage="Seven of the twelve gave no figure",
)
ASKING = FactTexts(
    statement="41 organisations ask online services to publish a count",
    source_name="Harbour Monitor, List of signatories",
    source_url="https://example.org/signatories",
    passage="41 organisations ask them to",
)

OP_ED = ItemText(
    title="Who carried the signal?",
    body=PARAGRAPHS.join(
        (
            (
                "A camera, a payment and a connection: that is all that it takes to sell a child's afternoon to "
                "someone far away. Two of the three belong to companies that could see the pattern."
            ),
            (
                "We do not ask them to read every message. We ask them to look where the signs are plain, and to "
                "say what they found. A duty to report would make that the rule rather than a favour."
            ),
            "*If you need support: in the United States call or text 988; in the Philippines call 163.*",
        )
    ),
    byline="Lena Ortiz",
    byline_role="Director of Policy, Open Bridge Alliance",
    disclaimer="The views in this article are the author's own.",
    content_warning="Mentions the sexual abuse of children, without detail",
    photo_credit="Open Bridge / T. Brandt",
    alt_text="An empty desk and chair in morning light",
)

NEWSLETTER = ItemText(
    title="First letter: one day, one question",
    body="What we ask for on 30 July, what each of us publishes when, and how to take part.",
    call_to_action="Write to us by Friday: letters@phare.example",
)
