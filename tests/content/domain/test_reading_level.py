"""Flesch's formula and those of other languages, on texts whose scores are known roughly."""

import pytest

from scheduler.content.domain.reading_level import ReadingLevel, reading_ease, reading_level, syllable_count

GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, "
    "and dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war, testing "
    "whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great "
    "battle-field of that war. We have come to dedicate a portion of that field, as a final resting place for those "
    "who here gave their lives that that nation might live."
)
BASIC_LAW = (
    "Die Würde des Menschen ist unantastbar. Ihre Achtung und ihr Schutz ist Verpflichtung aller staatlichen Gewalt. "
    "Das Deutsche Volk bekennt sich darum zu unverletzlichen und unveräußerlichen Menschenrechten, der Grundlage jeder "
    "menschlichen Gemeinschaft, des Friedens und der Gerechtigkeit in der Welt. Die nachfolgenden Grundrechte binden "
    "Gesetzgebung, vollziehende Gewalt und Rechtsprechung wie unmittelbar geltendes Recht. Jeder hat das Recht auf die "
    "freie Entfaltung seiner Persönlichkeit."
)


def test_the_score_of_a_known_text() -> None:
    assert reading_ease(GETTYSBURG) == pytest.approx(64, abs=6)
    assert reading_level(GETTYSBURG) is ReadingLevel.PLAIN
    assert reading_level(BASIC_LAW) is ReadingLevel.UNIVERSITY
    assert reading_level(BASIC_LAW, "de-CH") is ReadingLevel.UNIVERSITY


@pytest.mark.parametrize(
    ("language", "words", "score"),
    [
        ("de", "das Haus ist rot", 180 - 4 - 58.5),
        ("fr", "le chat est gris", 207 - 1.015 * 4 - 73.6),
        ("es", "el pan es bueno", 206.84 - 1.02 * 4 - 60 * 1.25),
        ("it", "il pane è buono", 217 - 1.3 * 4 - 60 * 1.5),
        ("nl", "het huis is rood", 206.84 - 0.93 * 4 - 77),
    ],
)
def test_each_language_has_its_own_formula(language: str, words: str, score: float) -> None:
    assert reading_ease(f"{words.capitalize()}. " * 20, language) == pytest.approx(score, abs=0.01)


def test_nothing_is_said_of_short_texts_and_other_languages() -> None:
    assert reading_level("Short and plain.") is None
    assert reading_level(GETTYSBURG, "sw") is None
    assert reading_level("Kamusi hii ni kubwa sana kwa watu wote. " * 20) is None


def test_syllables() -> None:
    assert [syllable_count(word, "en_US") for word in ("the", "reading", "trafficking")] == [1, 2, 3]
