"""Wording that goes out of date; how much of it is found is measured in test_labelled.py."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.checks.relative_time import RelativeTime
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Field, Kind
from tests.content.checks.drafts import found, quotes


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("Earlier today", "2027-07-30"),
        ("tonight", "2027-07-30"),
        ("this morning", "2027-07-30"),
        ("Yesterday", "2027-07-29"),
        ("tomorrow", "2027-07-31"),
    ],
)
def test_the_day_that_is_meant_is_proposed(wording: str, day: str) -> None:
    assert found(RelativeTime(), f"We wrote to the minister. {wording} we ask again.") == [
        Finding(Field.BODY, wording, details=(day,))
    ]


@pytest.mark.parametrize(
    "wording",
    ["recently", "THİS MORNİNG", "yeſterday", "this summer", "on Friday", "will vote", "the day before yesterday"],
)
def test_where_no_day_can_be_told_none_is(wording: str) -> None:
    (finding,) = found(RelativeTime(), f"The committee {wording} on the bill.")

    assert finding.details == ()


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("After today’s vote we ask for more.", "today’s"),
        ("It takes effect in July.", "in July"),
        ("The inquiry is still ongoing.", "is still ongoing"),
        ("Fresh figures show it.", "Fresh"),
        ("The budget for the next financial year is small.", "the next financial year"),
        ("No date has been set.", "No date has been set"),
        ("Three months on, the beds have not come.", "Three months on, the beds have not come"),
        ("This Mother’s Day, write to her.", "This Mother’s Day"),
        ("Talks have since stalled.", "have since stalled"),
        ("The fund now rests with the Lords.", "now rests"),
        ("We’re considering an appeal.", "We’re considering"),
        ("We'll publish all answers as one.", "We'll publish"),
        ("They've just opened a shelter.", "They've just opened"),
        ("It’s expected to pass.", "It’s expected to pass"),
        ("They have until 5 June.", "have until"),
        ("The bill hasn’t had a vote yet.", "yet"),
        ("It still hasn't had one.", "still hasn't had"),
        ("No platform has yet been fined.", "No platform has yet been fined"),
        ("At next week’s summit we speak.", "next week"),
        ("On Thursday Congress heard two survivors.", "On Thursday"),
        ("By October Ministers must answer.", "By October"),
        ("Come September, every school must have a plan.", "Come September"),
        ("The Thursday vote is close.", "The Thursday vote"),
        ("By Monday’s deadline no one had replied.", "By Monday"),
        ("Survivors today asked for a meeting.", "today"),
        ("Today’s children’s hearing was adjourned.", "Today’s"),
        ("A recent Europol report names nine firms.", "recent"),
        ("The latest UN figures name nine firms.", "The latest"),
        ("The current Commission has done nothing.", "current Commission has done nothing"),
        ("When the committee sits tomorrow, we are there.", "tomorrow"),
        ("Seventeen days ago the vote began.", "Seventeen days ago"),
        ("The clause is headed for a floor vote.", "is headed for a floor vote"),
        ("The rail unions are balloting on our charter.", "are balloting"),
        ("The court has reserved judgment.", "has reserved judgment"),
        ("Three new fellows start work in a fortnight.", "in a fortnight"),
        ("The defence opens its case in the morning.", "in the morning"),
        ("They have, in the last half-year, met twice.", "in the last half-year"),
        ("The count is due a week on Friday.", "a week on Friday"),
        ("The Dáil is now in recess.", "is now in"),
        ("They have ninety days, of which eleven remain.", "of which eleven remain"),
        ("As the World Cup begins, hotels must know the signs.", "As the World Cup begins"),
        ("Since the shutdown began, no visa has been issued.", "Since the shutdown began, no visa has been issued"),
        ("Three weeks from polling day, no party has a plan.", "Three weeks from polling day"),
        ("It is the first in five years.", "the first in five years"),
        ("The strike entered its third day.", "entered its third day"),
        ("Talks go on until the session ends.", "until the session ends"),
        ("The embassy has been closed since the coup.", "has been closed since the coup"),
        ("The bill passed and now awaits the king.", "now awaits"),
        ("The number of cases now exceeds 900.", "now exceeds"),
        ("The ferry company is still refusing to act.", "is still refusing"),
        ("Our stock of leaflets is running low.", "is running low"),
        ("A deal is close; the parties are on the brink.", "are on the brink"),
        ("Her trial is on the cards.", "is on the cards"),
        ("Day four of the trial: the clerk reads.", "Day four of the"),
        ("The measure faces a final vote.", "faces a final vote"),
        ("For a fourth night, parents slept outside.", "For a fourth night,"),
        ("With parliament prorogued, the bill dies.", "With parliament prorogued"),
        ("Ahead of the summit, ministers wrote to us.", "Ahead of the summit"),
        ("It is the third in as many weeks.", "in as many weeks"),
        ("Names must reach us by the 22nd.", "by the 22nd"),
        ("A week is left to sign.", "A week is left"),
        ("Senate to vote on child safety", "to vote"),
        ("The two sides are talking again.", "are talking again"),
        ("The ministry is rewriting its manual.", "is rewriting"),
        ("The council leader is to step down.", "is to step down"),
        ("The offer still stands.", "still stands"),
        ("New research shows what was lost.", "New research"),
        ("The peace talks have stalled.", "have stalled"),
        ("The petition closes on 31 May.", "closes"),
        ("The new rules enter into force on 20 January.", "enter into"),
        ("Polls open at 7 a.m. on 5 May.", "open"),
        ("The vote is on 6 June.", "is on 6 June"),
        ("Our next webinar on this theme is in Cardiff.", "Our next webinar"),
        ("The next deadline falls on 31 May.", "The next deadline falls"),
        ("The Lords rose for their Easter recess.", "their Easter recess"),
        ("The helpline took 900 calls between January and March.", "between January and March"),
        ("The trial of the two men continues.", "continues"),
        ("The minister said her office would appeal.", "would appeal"),
        ("Only two have replied.", "Only two have replied"),
        ("The fund has been frozen since 2019.", "has been frozen since"),
        ("The grant, worth two million, will fund outreach.", "will fund"),
        ("The board has not said when payments will begin.", "has not said when payments will begin"),
        ("She now runs a bakery.", "now runs"),
        ("This Sunday, churches in Kenya will pray.", "This Sunday, churches in Kenya will pray"),
        ("Our autumn tour was short.", "Our autumn tour"),
        ("There was no word for it then; today every teacher knows it.", "today"),
        ("The ring is still active in at least four cities.", "is still active"),
        ("The council cut the service and now pays twice as much.", "now pays"),
        ("The committee is scheduled to consider AB 1394.", "is scheduled to consider"),
        ("A second reading has been scheduled for 24 April.", "has been scheduled for 24"),
        ("We are in the process of updating our policy.", "are in the process of"),
        ("A report on the answers will follow.", "will follow"),
        ("Negotiators hope to agree.", "hope to agree"),
        ("A deal is wanted before the Danish presidency ends.", "before the Danish presidency ends"),
        ("The new shelter is under construction.", "is under construction"),
        ("All of our requests remain unanswered.", "remain unanswered"),
        ("To date, none of that money has been paid.", "To date, none of that money has been paid"),
        ("The assembly is in its final week of hearings.", "is in its final week"),
        ("The law stays in force while the case proceeds.", "while the case proceeds"),
        ("Shortly before this bulletin went out, we heard.", "Shortly before this bulletin"),
        ("The number is now the highest of all.", "is now the"),
        ("The charity is urgently seeking a landlord.", "is urgently seeking"),
        ("He promised it by the end of term.", "by the end of term"),
        ("The embassy said its staff were looking into it.", "were looking into"),
        ("Following Monday’s vote, we wrote.", "Following Monday"),
        ("Ministers may yet change their minds.", "may yet change"),
        ("The vote is too close to call.", "is too close to call"),
        ("The question now is whether they agree.", "now is"),
        ("In due course the council will reply.", "In due course the council will reply"),
        ("The line is free for the rest of the year.", "for the rest of the year"),
        ("Maria is joining us from Lagos.", "is joining"),
        ("We still need £9,000.", "still need"),
        ("Pupils vote in the coming tax year.", "the coming tax year"),
        ("They have been outside for two and a half months now.", "for two and a half months now"),
        ("Half a dozen years ago we began.", "Half a dozen years ago"),
        ("The Crown will not appeal.", "will not appeal"),
        ("The firm is to reply.", "is to reply"),
        ("A second suspect is missing.", "is missing"),
        ("Our director, Ana Silva, is back in court.", "is back"),
        ("The tribunal has put the hearing back to March.", "has put"),
        ("The main recommendation gathers dust.", "gathers dust"),
        ("She is waiting for her papers.", "is waiting"),
        ("The beds are all taken.", "are all taken"),
        ("The bill needs only a signature.", "needs"),
        ("The court has one more witness.", "has one more witness"),
        ("A deal looks close.", "looks close"),
        ("At the start of Ramadan the chiefs agreed.", "At the start of Ramadan"),
        ("We do not know yet how many are left.", "do not know"),
        ("The lease ends after the next rainy season.", "after the next rainy season"),
        ("The deadline has passed.", "has passed"),
        ("All it needs is a signature.", "All it needs is"),
        ("Ministers won’t say when.", "won’t say"),
    ],
)
def test_words_that_need_a_date_beside_them_are_found(text: str, wording: str) -> None:
    assert quotes(RelativeTime(), text) == [wording]


@pytest.mark.parametrize(
    "text",
    [
        "It took effect in July 2024.",
        "In May Thornton’s words.",
        "Yesterday’s tools fail.",
        "The agency was founded in 2023 and has since moved.",
        "The police are expected to record every report.",
        "Due to the trial, we cannot comment.",
        "Newly arrived children are at risk.",
        "Calls peak in November of every year.",
        "They have until 5 June 2027.",
        "In May Thornton spoke for us.",
        "Youth workers today need four apps.",
        "Here today, gone tomorrow.",
        "On any given Monday, forty children wait.",
        "Cases rise on Friday evenings.",
        "Set to music, the testimony was sung.",
        "A vote planned for 20 June 2024 was withdrawn.",
        "The hearing will be streamed at 10 a.m. on 14 May 2027.",
        "Ten years ago is a long time for a child.",
        "If a child is in danger right now, call the police.",
        "Current and former residents may apply.",
        "The season lasts from June to February.",
        "Later on, as an adult, she read her file.",
        "Recent graduates may apply.",
        "Sunday best and clean nails were part of it.",
        "Children are expected to speak up.",
        "Our line is open today, tomorrow and every day.",
        "The week before Christmas is the busiest.",
        "In years to come we shall ask why.",
        "The retreat begins on 30 January each year.",
        "World Children’s Day is on 20 November.",
        "The successful applicant will hold a degree.",
        "The law as it stands protects the buyer.",
        "Every summer our Christmas appeal opens in November.",
        "The picking season opens in November.",
        "We have no plans to leave.",
        "To vote is to choose.",
        "We will not stop.",
        "The last budget to mention them was that of 2016.",
        "The treaty opened for signature in 2001.",
        "A court will consider the child’s interests.",
        "He had been due to testify.",
        "The court found that the police had known for three years.",
        "Deadlines are set by the court.",
        "The industry is failing children.",
        "A child is to be heard in every case.",
        "We urge ministers to vote for it.",
        "The court is still the safest room in the building.",
        "A child who is waiting for her papers may be alone.",
        "The minimum age stands at 16.",
        "Whoever says so has not asked a child.",
    ],
)
def test_what_a_year_or_a_name_settles_is_left_alone(text: str) -> None:
    assert quotes(RelativeTime(), text) == []


def test_what_happens_and_when_are_one_passage() -> None:
    assert quotes(
        RelativeTime(), "Next month, the court will rule on it. It will hear us on Friday at noon; we vote tomorrow."
    ) == [
        "Next month, the court will rule",
        "will hear us on Friday",
        "tomorrow",
    ]


def test_what_is_under_way_is_one_with_when_it_is_if_the_sentence_says_so() -> None:
    assert quotes(
        RelativeTime(), "The ministry is rewriting its manual. By Friday, we hear, it is rewriting another."
    ) == [
        "is rewriting",
        "By Friday, we hear, it is rewriting",
    ]


def test_what_is_out_is_left_alone() -> None:
    published = Draft(ItemText(body="Earlier today we marched."), Kind.POST, date(2027, 7, 30), is_published=True)

    assert list(RelativeTime().find(published)) == []


def test_what_somebody_said_is_left_alone() -> None:
    assert quotes(RelativeTime(), "“We march today,” she said yesterday.") == ["yesterday"]


def test_other_languages_are_not_read_as_english() -> None:
    variants = (Variant("x", "fr", "La semaine du tonight"), Variant("x", "en-GB", "See you tonight."))

    assert found(RelativeTime(), variants=variants) == [Finding(Field.BODY, "tonight", 2, ("2027-07-30",))]


@pytest.mark.parametrize("day", [None, date.min, date.max])
def test_any_day_of_publication(day: date | None) -> None:
    assert quotes(RelativeTime(), "Yesterday and tomorrow", publish_on=day) == ["Yesterday", "tomorrow"]


@given(st.text(alphabet="on thelasixwkyTuFrd ’.\n", max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(quote in text for quote in quotes(RelativeTime(), text))


def test_advice() -> None:
    assert "2027-07-30" in RelativeTime().advice(Finding(Field.BODY, "today", details=("2027-07-30",))).render()
    assert "Give the date" in RelativeTime().advice(Finding(Field.BODY, "recently")).render()
