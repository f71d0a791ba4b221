"""The checks of an observance's written values."""

import pytest

from scheduler.agenda.topic_labels import TOPIC_LABELS
from scheduler.observances.domain import validators
from scheduler.observances.domain.validators import InvalidValueError
from scheduler.observances.domain.vocabulary import SCOPE_LABELS, Scope, Topic


def refusal(read, *args):
    with pytest.raises(InvalidValueError) as caught:
        read(*args)
    assert caught.value.message.render().isprintable()
    return caught.value.code


@pytest.mark.parametrize("slug", ["a", "world-day-2027", "16-days", "x" * 120])
def test_slug_may_be_small_letters_digits_and_hyphens(slug):
    assert validators.read_slug(f" {slug} ") == slug


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("", "not_a_slug"),
        ("World-Day", "not_a_slug"),
        ("world--day", "not_a_slug"),
        ("-world", "not_a_slug"),
        ("world-", "not_a_slug"),
        ("world day", "not_a_slug"),
        ("jour-mondial-été", "not_a_slug"),
        ("../etc", "not_a_slug"),
        ("world\n", "not_a_slug"),
        ("x" * 121, "not_a_slug"),
        ("new", "reserved"),
        ("import", "reserved"),
    ],
)
def test_slug_that_cannot_stand_in_an_address_is_refused(slug, code):
    assert refusal(validators.read_slug, slug) == code


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  World Day  ", "World Day"),
        ("Día Mundial", "Día Mundial"),
        ("Cafe\u0301", "Café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\N{NO-BREAK SPACE}b", "a\N{NO-BREAK SPACE}b"),
        ("Day = night", "Day = night"),
    ],
)
def test_line_keeps_the_words_as_they_are(text, line):
    assert validators.read_line(text, 50) == line


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("День\u200bдетей", "U+200B ZERO WIDTH SPACE after “День”"),
        ("世界\x0b日", "U+000B after “世界”"),
        ("\u202eabc", "U+202E RIGHT-TO-LEFT OVERRIDE at the start"),
    ],
)
def test_a_hidden_character_is_named_with_its_place(text, says):
    with pytest.raises(validators.InvalidValueError) as caught:
        validators.read_line(text, 50)

    assert says in caught.value.message.render()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "hidden_characters"),
        ("a\nb", "hidden_characters"),
        ("a\r\nBcc: x", "hidden_characters"),
        ("\ta", "hidden_characters"),
        ("a\u2028b", "hidden_characters"),
        ("a\u202eb", "hidden_characters"),
        ("a\u200bb", "hidden_characters"),
        ("x" * 51, "too_long"),
        ("=1+1", "formula"),
        ("+1", "formula"),
        ("-1", "formula"),
        ("@SUM(A1)", "formula"),
        (" =1+1", "formula"),
        ("＝1+1", "formula"),
    ],
)
def test_line_that_could_do_harm_is_refused(text, code):
    assert refusal(validators.read_line, text, 50) == code


def test_name_is_needed_and_credit_is_not():
    assert refusal(validators.read_name, "  ") == "missing"
    assert refusal(validators.read_name, "x" * 201) == "too_long"
    assert validators.read_credit("  ") == ""
    assert refusal(validators.read_credit, "x" * 301) == "too_long"


def test_scope_is_one_of_three():
    assert validators.read_scope("national") is Scope.NATIONAL
    assert refusal(validators.read_scope, "National") == "not_a_choice"
    assert refusal(validators.read_scope, "") == "not_a_choice"


def test_country_is_a_code_in_capitals():
    assert validators.read_country(" PH ") == "PH"
    assert validators.read_country("") == ""
    assert [refusal(validators.read_country, code) for code in ("ph", "XX", "PHL", "EU", "UK")] == [
        "no_such_country"
    ] * 5


def test_country_goes_with_a_national_observance_alone():
    validators.check_country_fits(Scope.NATIONAL, "PH")
    validators.check_country_fits(Scope.REGIONAL, "")

    assert refusal(validators.check_country_fits, Scope.NATIONAL, "") == "missing"
    assert refusal(validators.check_country_fits, Scope.INTERNATIONAL, "PH") == "not_national"


def test_topics_come_from_the_vocabulary():
    assert validators.read_topics("faith; peace;") == (Topic.FAITH, Topic.PEACE)
    assert refusal(validators.read_topics, "") == "missing"
    assert refusal(validators.read_topics, "faith;sports") == "not_a_choice"
    assert refusal(validators.read_topics, "faith,peace") == "not_a_choice"
    assert refusal(validators.read_topics, "faith;faith") == "twice"


def test_first_year_may_be_unknown():
    assert validators.read_first_year("") is None
    assert validators.read_first_year(" 1914 ") == 1914
    assert [
        refusal(validators.read_first_year, text) for text in ("14", "1500", "3000", "２０２７", "2027.0", "-200")
    ] == ["not_a_year"] * 6


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.un.org/en/observances",
        "http://ifsw.org",
        "https://example.org:8443/a?b=c#d",
        "https://例え.jp/",
    ],
)
def test_url_is_a_web_address_or_missing(url):
    assert validators.read_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "www.un.org",
        "ftp://un.org",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user@un.org/",
        "https://un.org/a b",
        "https://un.org/\x00",
        "https://un.org/\u202e",
        "https://un.org:port/",
        "https://[::1/",
        'https://un.org/"onclick',
        "https://un.org/" + "a" * 500,
    ],
)
def test_url_that_is_no_web_address_is_refused(url):
    assert refusal(validators.read_url, url) == "not_a_web_address"


@pytest.mark.parametrize("tag", ["#GivingTuesday", "#16Days", "#मानव", "#می\u200cخواهم", "#no_more", "#" + "a" * 99])
def test_hashtags_may_be_of_any_script(tag):
    assert validators.read_hashtags(f"{tag}; #Other") == (tag, "#Other")


def test_hashtags_may_be_missing():
    assert validators.read_hashtags(" ; ") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GivingTuesday", "not_a_hashtag"),
        ("#", "not_a_hashtag"),
        ("#2027", "not_a_hashtag"),
        ("#two words", "not_a_hashtag"),
        ("#a#b", "not_a_hashtag"),
        ("#a\x00", "not_a_hashtag"),
        ("#" + "a" * 100, "not_a_hashtag"),
        ("#Day;#day", "twice"),
        (";".join(f"#day{number}" for number in range(13)), "too_many"),
    ],
)
def test_hashtags_that_networks_would_not_link_are_refused(text, code):
    assert refusal(validators.read_hashtags, text) == code


def test_sources_are_lines():
    assert validators.read_sources("https://un.org; a list of 2026") == ("https://un.org", "a list of 2026")
    assert refusal(validators.read_sources, "a;=b") == "formula"
    assert refusal(validators.read_sources, "x" * 501) == "too_long"
    assert refusal(validators.read_sources, ";".join("abcdefghijklmnopqrstu")) == "too_many"


def test_every_scope_and_topic_has_a_name():
    assert set(SCOPE_LABELS) == set(Scope)
    assert set(TOPIC_LABELS) == set(Topic)
