"""Every template compiles, keeps to the content policy, and says nothing that cannot be translated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, TemplateError
from jinja2.ext import i18n
from typing_extensions import override

from tests.repo.tree import ROOT, lines

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt", ".xml"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
MAX_LINES = 120

# Mail programs read no style sheet: there, styles stand in the head and are inlined when the mail is made.
MAIL = ("emails/", "layouts/email", "macros/email")
# A block of data is no script: browsers do not execute it, so the policy need not allow it.
SCRIPT = r"<script\b(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)"
INLINE = re.compile(rf"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|{SCRIPT}", re.IGNORECASE)
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "placeholder", "title"}
SILENT_ELEMENTS = {"code", "pre", "script", "style", "svg"}
VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
WORD = re.compile(r"[A-Za-z]{2,}")
# Macros also make class names and attributes for others to put into their tags.
MARKUP = re.compile(r"\b[a-z]+(?:-[a-z]+)+(?:=\"[^\"]*\")?")


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def is_mail(path: Path) -> bool:
    return name(path).startswith(MAIL)


def fixed_text(source: str) -> str:
    """Return what a template writes itself: values become a placeholder, tags and translated blocks nothing."""
    environment = Environment(extensions=[i18n], autoescape=True)
    kept: list[str] = []
    tag: list[str] | None = None
    translated = False
    for _line, kind, value in environment.lex(source):
        if kind == "block_begin":
            tag = []
        elif kind == "block_end":
            translated = {"trans": True, "endtrans": False}.get((tag or [""])[0], translated)
            tag = None
        elif tag is not None and kind == "name":
            tag.append(value)
        elif kind == "variable_begin":
            kept.append(VALUE)
        elif kind == "data" and not translated:
            kept.append(value)
    return "".join(kept)


class Speech(HTMLParser):
    """Collects the text that a page shows or reads out and that come from the template itself."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT_ELEMENTS
        self.texts += [value for key, value in attrs if key in SPOKEN_ATTRIBUTES and value and WORD.search(value)]

    @override
    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT_ELEMENTS

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent and WORD.search(MARKUP.sub("", data)):
            self.texts.append(" ".join(data.split()))


def untranslated(path: Path) -> list[str]:
    text = fixed_text(path.read_text(encoding="utf-8"))
    if path.suffix != ".html":
        return [line for line in text.splitlines() if WORD.search(line)]
    speech = Speech()
    speech.feed(text)
    return speech.texts


def test_every_template_compiles(app: Flask):
    assert {path: why for path in map(name, TEMPLATES) if (why := why_not_compiled(app.jinja_env, path))} == {}


def why_not_compiled(environment: Environment, path: str) -> str:
    try:
        environment.get_template(path)
    except TemplateError as error:
        return str(error)
    return ""


def test_no_page_has_an_inline_script_or_style():
    found = {name(path): INLINE.findall(path.read_text(encoding="utf-8")) for path in PAGES if not is_mail(path)}

    assert {path: parts for path, parts in found.items() if parts} == {}


def test_every_word_can_be_translated():
    found = {name(path): untranslated(path) for path in TEMPLATES if path.suffix != ".xml"}

    assert {path: words for path, words in found.items() if words} == {}


def test_templates_are_short():
    assert {name(path): lines(path) for path in PAGES if lines(path) > MAX_LINES} == {}


def test_mail_also_comes_as_plain_text():
    mails = [path for path in PAGES if "emails" in path.parts]

    assert mails
    assert [name(path) for path in mails if not path.with_suffix(".txt").exists()] == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>{{ _('Hello') }}, {{ name }}!</p>", []),
        ("<p>Hello {{ name }}</p>", [f"Hello {VALUE}"]),
        ("{% trans %}Hello{% endtrans %}<br>", []),
        ("{# Hello #}{% if hello %}<p>·</p>{% endif %}", []),
        ('<img alt="A cat" src="cat.png">', ["A cat"]),
        ('<a href="/hello" class="btn hello">{{ _("Go") }}</a>', []),
        ("<code>https://example.org</code> &amp; &nbsp;", []),
    ],
)
def test_the_check_itself_finds_words(tmp_path, source, texts):
    page = tmp_path / "page.html"
    page.write_text(source)

    assert untranslated(page) == texts
