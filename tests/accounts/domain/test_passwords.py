"""Which passwords are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.accounts.domain.passwords import (
    JUDGED_CHARS,
    JUDGED_KINDS_OF_MARKS,
    MARKS_FOR_LETTERS,
    Reason,
    Weakness,
    _bounded,
    weakness_of,
)

KNOWN = (
    "Ana Márquez",
    "ana.marquez@lantern.example",
    "Lantern Bay",
    "Coalition Against Trafficking",
    "Menschenrechte Köln e. V.",
    "شبكة الأمل",
    "Дом надежды",
    "WorldDayAgainstTrafficking",
)

LISTED = (
    "correcthorsebatterystaple",
    "Correct-Horse-Battery-Staple",
    "CorrectHorseBatteryStaple2026!",
    "2026 correct horse battery staple",
    "c0rr3cth0rs3b4tt3rystapl3",
    "Password1234",
    "passwordpassword",
    "Passwort12345!",
    "qwertyuiop123",
    "qwertzuiop123",
    "azertyuiop2026",
    "1q2w3e4r5t6y",
    "zaq12wsxcde3",
    "123456789012",
    "111111111111",
    "abcdefghijkl",
    "letmeinletmein",
    "IchLiebeDich2026",
    "motdepasse2026",
    "MotDePasse!2026",
    "Contraseña2026!",
    "contrasena12345",
    "minhasenha2026",
    "wachtwoord2026",
    "Galatasaray1905",
    "borussiadortmund",
    "trafficking2026",
    "ａｎａｍａｒｑｕｅｚ２０２７",
)
BUILT_ON = {
    "Summer2026!!": "summer",
    "Summer2026!!!!!!": "summer",
    "W1nt3r2026!!": "winter",
    "Sommer2026!!": "sommer",
    "printemps2026!!": "printemps",
    "Verano2026!!!": "verano",
    "Welcome2026!!": "welcome",
    "bienvenue2026!": "bienvenue",
    "Benvenuto2026!": "benvenuto",
    "BemVindo2026!": "bemvindo",
    "P@ssw0rd2026!": "password",
    "Senha123456!!": "senha",
    "haslo12345678": "haslo",
    "sifre1234567": "sifre",
    "JeTAime2026!!!": "jetaime",
    "пароль123456": "пароль",
    "Пароль2026!!!": "пароль",
    "ятебялюблю2026": "ятебялюблю",
    "йцукенгшщзхъ": "ицукенгшщзхъ",
    "كلمةالسر123456": "كلمةالسر",
    "مرحبا2026!!!!!": "مرحبا",
    "M4rqu3z!2026": "marquez",
    "LanternBay2026!": "lanternbay",
    "lantern-bay-2026": "lantern",
    "L.a.n.t.e.r.n.B.a.y": "lanternbay",
    "1-L4nt3rn-B4y-2026!": "lanternbay",
    "Coalition2027!": "coalition",
    "CoalitionAgainstTrafficking2026": "coalitionagainsttrafficking",
    "World Day Against Trafficking 30": "worlddayagainsttrafficking",
    "Menschenrechte2026": "menschenrechte",
    "Köln2026köln!": "koln",
    "شبكةالأمل2026": "شبكةالامل",
    "домнадежды2026": "домнадежды",
}
OTHERWISE = {
    "MeinHund2026!!": Reason.DRESSED_UP,
    "!!mon chat 2026": Reason.DRESSED_UP,
    "30.07.2026 30.07": Reason.DATE,
    "20260730202607": Reason.DATE,
    "xyxyxyxyxyxyxyxyxyxz": Reason.REPEATED,
    "bcdefghijklmnopqrs4z": Reason.IN_A_ROW,
    "vbq vbq. vbq vbq": Reason.REPEATED,
    "aoeuidhtns'q": Reason.KEYBOARD,
    "bhu8nji9mko0l": Reason.EASY_TO_GUESS,
    "!?!?-----....": Reason.REPEATED,
}
GOOD = (
    "lantern tides walk softly",
    "seven copper kettles hum",
    "maple.orbit.vacuum.thread",
    "vier Möwen tragen Regenschirme",
    "Ziegel Traktor Honig Nebel",
    "le hibou range trois parapluies",
    "cuatro tortugas pintan ventanas",
    "quattro lumache leggono giornali",
    "wróbel liczy miedziane guziki",
    "beş kaplumbağa gazete okuyor",
    "apat na pagong nagbabasa ng diyaryo",
    "пароль из четырёх слов",
    "семь медных чайников поют",
    "سبع سلاحف تقرأ الجريدة",
    "ארבעה צבים קוראים עיתון",
    "正確的馬在電池上跳舞吃釘書針",
    "Ana likes copper kettles and violet fog",
    "qz7 vb2 mk9w",
    "Xk9$mP2@vL5q",
    "uT4-nRb8-Zq1y",
)


@pytest.mark.parametrize("password", LISTED)
def test_what_is_on_the_list_that_ships_is_refused_however_it_is_dressed(password: str):
    assert weakness_of(password, KNOWN) == Weakness(Reason.LISTED)


@pytest.mark.parametrize(("password", "word"), BUILT_ON.items())
def test_what_is_built_on_a_word_that_is_tried_first_is_refused(password: str, word: str):
    assert weakness_of(password, KNOWN) == Weakness(Reason.KNOWN_WORD, word)


@pytest.mark.parametrize(("password", "reason"), OTHERWISE.items())
def test_what_is_easy_to_guess_otherwise_is_refused_with_the_reason(password: str, reason: Reason):
    found = weakness_of(password, KNOWN)

    assert found is not None
    assert found.reason is reason


@pytest.mark.parametrize("password", GOOD)
def test_phrases_of_any_language_and_random_characters_pass(password: str):
    assert weakness_of(password, KNOWN) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short words", Reason.TOO_SHORT),
        ("", Reason.TOO_SHORT),
        ("a1B!" * 51, Reason.TOO_LONG),
        ("lantern tides\x00walk softly", Reason.HIDDEN_CHARACTER),
        ("lantern tides\nwalk softly", Reason.HIDDEN_CHARACTER),
        ("lantern tides\ud800walk softly", Reason.HIDDEN_CHARACTER),
        # Eleven to the eye, whatever number of code points they are made of.
        ("ééééé ñãõüê".replace("é", "e\u0301"), Reason.TOO_SHORT),
    ],
)
def test_length_and_hidden_characters(password: str, reason: Reason):
    assert weakness_of(password) == Weakness(reason)


def test_length_limits_are_inclusive():
    long = "vier Möwen tragen Regenschirme " * 8

    assert weakness_of("qz7 vb2 mk9w") is None
    assert weakness_of(long[:200]) is None
    assert weakness_of(long[:201]) == Weakness(Reason.TOO_LONG)


SIGNS = st.sampled_from(["", "a4", "a@", "e3", "o0", "i1", "i!", "s$", "s5", "t7", "t+"])
AROUND = st.text(alphabet="0123456789!?.#-_ ", max_size=5)


@given(
    st.sampled_from(["Menschenrechte", "Lantern Bay", "Coalition Against Trafficking", "Ana Marquez"]),
    SIGNS,
    SIGNS,
    AROUND,
    st.sampled_from(["1990", "2026", "27", "!!"]),
    st.sampled_from([str.lower, str.upper, str.title, str.swapcase]),
)
def test_a_name_stays_a_name_whatever_stands_around_it_and_in_place_of_letters(name, sign, other, before, after, case):
    for letter, written in (pair for pair in (sign, other) if pair):
        name = name.lower().replace(letter, written)

    assert weakness_of(f"{before}{case(name)}{after}", KNOWN) is not None


@given(st.text(max_size=1000), st.lists(st.text(max_size=200), max_size=3))
def test_any_text_is_judged(password: str, known: list[str]):
    found = weakness_of(password, known)

    assert found is None or found.reason in Reason


@given(st.text(alphabet="abc@({[<!|$+%.4836901572", max_size=300))
def test_what_is_judged_has_a_bound_so_that_it_takes_no_longer_than_a_log_in(text: str):
    judged = _bounded(text)

    assert len(judged) <= JUDGED_CHARS
    assert len(set(judged) & MARKS_FOR_LETTERS) <= JUDGED_KINDS_OF_MARKS
