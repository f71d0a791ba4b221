"""A page of HTML that stands alone, for a content management system."""

import base64
from html import escape

from scheduler.content.domain.markdown import render_html
from scheduler.content.exports.protocol import Document, DocumentPicture, PrintedQuote, Section, picture_words
from scheduler.messages import N_, message


class WebPage:
    """Without style, script or form: the receiving site has its own. Pictures are part of it, nothing is fetched."""

    slug = "html"
    label = message(N_("Web page (HTML)"))
    extension = "html"
    media_type = "text/html"
    has_pictures = True

    def write(self, document: Document) -> bytes:
        """Return the page; the title is the only heading of the first level."""
        parts = [
            *(f'<p dir="auto"><strong>{_lines(line)}</strong></p>' for line in document.notices),
            f'<h1 dir="auto">{_lines(document.title)}</h1>' if document.title else "",
            copy_as_html(document),
        ]
        body = "\n".join(part for part in parts if part)
        head = f'<meta charset="utf-8">\n<title>{escape(document.title)}</title>'
        return f"<!doctype html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n".encode(
            "utf-8", "replace"
        )


def copy_as_html(document: Document) -> str:
    """Return what stands below the title."""
    parts = [
        f'<p dir="auto"><strong>{_lines(document.subhead)}</strong></p>' if document.subhead else "",
        f'<p dir="auto">{_lines(document.byline)}</p>' if document.byline else "",
        *(f'<p dir="auto"><em>{_lines(line)}</em></p>' for line in document.notes),
        render_html(document.body).strip("\n"),
        *map(_quote, document.quotes),
        render_html(document.call_to_action).strip("\n"),
        *(f'<p dir="auto">{_lines(line)}</p>' for line in document.below),
        *(_section(section) for section in document.sections),
        *(f'<p dir="auto">{_lines(line)}</p>' for line in document.after),
        *(_picture(document, picture) for picture in document.pictures),
    ]
    return "\n".join(part for part in parts if part)


def _quote(quote: PrintedQuote) -> str:
    by = f"\n<footer>— {_lines(quote.by)}</footer>" if quote.by else ""
    return f'<blockquote dir="auto">\n<p>{_lines(quote.words)}</p>{by}\n</blockquote>'


def _section(section: Section) -> str:
    heading = f'<h2 dir="auto">{_lines(section.heading)}</h2>\n' if section.heading else ""
    return heading + render_html(section.text).strip("\n")


def _picture(document: Document, picture: DocumentPicture) -> str:
    """Return a picture with its credit; one whose file is not at hand as a line."""
    if picture.content is None:
        line = " – ".join((picture.name, *picture_words(document, picture)))
        return f'<p dir="auto">{_lines(line)}</p>'
    data = base64.b64encode(picture.content).decode()
    image = f'<img src="data:{picture.media_type};base64,{data}" alt="{escape(picture.alt_text)}">'
    credit = document.photo % {"credit": picture.credit} if picture.credit else ""
    caption = f'\n<figcaption dir="auto">{_lines(credit)}</figcaption>' if credit else ""
    return f"<figure>\n{image}{caption}\n</figure>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")
