"""Reads the forms of a page as a browser does: their fields, what they hold, and what they complain about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

Attributes = dict[str, str]

NOT_SENT = frozenset({"button", "image", "reset", "submit"})
TICKED = frozenset({"checkbox", "radio"})


@dataclass
class Control:
    """One control: `kind` is its type, `select` or `textarea`; `values` is what it would send now."""

    name: str
    kind: str
    attributes: Attributes
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def is_required(self) -> bool:
        return "required" in self.attributes

    @property
    def is_text(self) -> bool:
        return self.kind in {"text", "textarea", "search", "email", "url", "password"}


@dataclass
class PageForm:
    """A form with its controls by name, several under one name where they share it."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Control] = field(default_factory=list)
    has_file: bool = False

    @property
    def names(self) -> list[str]:
        """The names in the order of the page, each once."""
        return list(dict.fromkeys(control.name for control in self.controls))

    def of(self, name: str) -> list[Control]:
        return [control for control in self.controls if control.name == name]

    def sent(self) -> dict[str, list[str]]:
        """Return what the main button would send: the first that has no name, else the first."""
        found: dict[str, list[str]] = {}
        main = sorted(self.buttons, key=lambda button: bool(button.name))[:1]
        for control in [*self.controls, *main]:
            if control.name and control.values:
                found.setdefault(control.name, []).extend(control.values)
        return found


@dataclass
class Page:
    """What a test wants to know of a page."""

    forms: list[PageForm]
    links: list[str]
    invalid: set[str]
    described: dict[str, list[str]]
    texts: dict[str, str]

    def complains_about(self, name: str) -> bool:
        """Is there a message that is tied to this control, or to the group that it stands in?"""
        return any(
            key == name or key.startswith(f"{name}-")
            for key, ids in self.described.items()
            if any(ident.endswith("-error") and self.texts.get(ident, "").strip() for ident in ids)
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page([], [], set(), {}, {})
        self._open: PageForm | None = None
        self._by_id: dict[str, PageForm] = {}
        self._waiting: list[tuple[str, Control, bool]] = []
        self._area: Control | None = None
        self._select: Control | None = None
        self._groups: list[list[str]] = []
        self._message: tuple[str, str] | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if found.get("id", "").endswith("-error"):
            self._message = (found["id"], tag)
            self.page.texts[found["id"]] = ""
        handler = getattr(self, f"_start_{tag}", None)
        if handler:
            handler(found)

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._message is not None and tag == self._message[1]:
            self._message = None
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._area is not None:
            # A browser reads every line end as one character, and leaves out the one right after the tag.
            self._area.values = [self._area.values[0].replace("\r\n", "\n").removeprefix("\n")]
            self._area = None
        elif tag == "select" and self._select is not None:
            self._settle(self._select)
        elif tag in {"div", "fieldset"} and self._groups:
            self._groups.pop()

    @override
    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values[0] += data
        if self._message is not None:
            self.page.texts[self._message[0]] += data

    def _start_form(self, found: Attributes) -> None:
        self._open = PageForm(found.get("action", ""), found.get("method", "get").lower())
        self.page.forms.append(self._open)
        if "id" in found:
            self._by_id[found["id"]] = self._open

    def _start_fieldset(self, found: Attributes) -> None:
        self._groups.append(found.get("aria-describedby", "").split())

    def _start_div(self, found: Attributes) -> None:
        self._start_fieldset(found if found.get("role") == "group" else {})

    def _start_a(self, found: Attributes) -> None:
        self.page.links.append(found.get("href", ""))

    def _start_input(self, found: Attributes) -> None:
        kind = found.get("type", "text")
        control = Control(found.get("name", ""), kind, found)
        value = found.get("value", "on" if kind in TICKED else "")
        control.choices = [value] if kind in TICKED else []
        if kind not in TICKED or "checked" in found:
            control.values = [value]
        self._add(control, found)

    def _start_button(self, found: Attributes) -> None:
        if found.get("type", "submit") == "submit":
            self._add(Control(found.get("name", ""), "submit", found, [found.get("value", "")]), found)

    def _start_textarea(self, found: Attributes) -> None:
        self._area = Control(found.get("name", ""), "textarea", found, [""])
        self._add(self._area, found)

    def _start_select(self, found: Attributes) -> None:
        self._select = Control(found.get("name", ""), "select", found)
        self._add(self._select, found)

    def _start_option(self, found: Attributes) -> None:
        if self._select is None:
            return
        self._select.choices.append(found.get("value", ""))
        if "selected" in found:
            self._select.values.append(found.get("value", ""))

    def _settle(self, select: Control) -> None:
        if not select.values and select.choices and "multiple" not in select.attributes:
            select.values = select.choices[:1]
        self._select = None

    def _add(self, control: Control, found: Attributes) -> None:
        described = [*found.get("aria-describedby", "").split(), *(ident for ids in self._groups for ident in ids)]
        self.page.described.setdefault(control.name, []).extend(described)
        if found.get("aria-invalid") == "true":
            self.page.invalid.add(control.name)
        if "disabled" in found:
            return
        if "form" in found:
            self._waiting.append((found["form"], control, control.kind in NOT_SENT))
        elif self._open is not None:
            _place(self._open, control)

    def finished(self) -> Page:
        for ident, control, _button in self._waiting:
            if ident in self._by_id:
                _place(self._by_id[ident], control)
        return self.page


def _place(form: PageForm, control: Control) -> None:
    if control.kind in NOT_SENT:
        # Buttons of their own address are forms of their own.
        if "formaction" not in control.attributes:
            form.buttons.append(control)
        return
    form.has_file = form.has_file or control.kind == "file"
    if control.name and control.kind != "file":
        form.controls.append(control)


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


def post_forms(page: Page, address: str) -> Iterator[PageForm]:
    """Yield the forms that post, each with its full action."""
    for form in page.forms:
        if form.method == "post":
            form.action = form.action or address
            yield form
