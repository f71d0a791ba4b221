"""Words that guessers try first in the languages of those whom the product is for, folded as passwords are."""

# "Password", "secret", "welcome", "I love you" and the like; English is in zxcvbn's own lists.
_HABITS = """
    password passwort kennwort geheim willkommen hallo ichliebedich schatz
    motdepasse secret bienvenue bonjour jetaime soleil
    contrasena clave secreto bienvenido bienvenida hola teamo tequiero
    senha segredo bemvindo bemvinda minhasenha euteamo
    parola segreto benvenuto benvenuta ciao tiamo
    wachtwoord geheim welkom ikhouvanjou
    haslo tajne witaj kochamcie
    losenord valkommen hemligt jagalskardig
    salasana tervetuloa
    sifre parola hosgeldiniz seniseviyorum
    katasandi rahasia selamat sayang akucintakamu
    mahalkita matkhau xinchao
    пароль секрет привет любовь ятебялюблю ласкаво
    كلمةالسر كلمةالمرور سري مرحبا احبك
    סיסמה סוד שלום
    κωδικος καλημερα
    पासवर्ड 密码 密碼 パスワード 비밀번호
    welcome letmein changeme administrator admin coalition scheduler
"""
_SEASONS = """
    spring summer autumn winter fruhling fruehling sommer herbst printemps automne hiver primavera verano otono invierno
    verao outono inverno estate autunno zomer herfst lente wiosna lato jesien zima
    весна лето осень зима ربيع صيف خريف شتاء
"""
# Rows of keyboards that zxcvbn does not know: German, French, Russian, Turkish, Arabic.
_KEYBOARDS = (
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "fgğıodrnhpqw",
    "ضصثقفغعهخحجد",
    "شسيبلاتنمكط",
)
KEYBOARD_RUN = 5


def _runs(row: str) -> set[str]:
    """Return the pieces of a keyboard's row, in both directions."""
    both = (row, row[::-1])
    return {
        way[first:last]
        for way in both
        for first in range(len(row))
        for last in range(first + KEYBOARD_RUN, len(row) + 1)
    }


OBVIOUS_WORDS: frozenset[str] = frozenset(_HABITS.split()) | frozenset(_SEASONS.split())
KEYBOARD_RUNS: frozenset[str] = frozenset().union(*(_runs(row) for row in _KEYBOARDS))
