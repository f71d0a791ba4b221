"""Every form of every page, with one wrong thing at a time and with everything wrong: refused kindly, never a crash."""

import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.bad_input.bad_values import (
    SCRIPT,
    Case,
    all_at_once,
    kind_of,
    one_at_a_time,
    one_of_those_alike,
)
from tests.bad_input.house import House
from tests.bad_input.page_forms import Control, Page, PageForm, read
from tests.bad_input.walk import CRASH, Found, Tour, send
from tests.plugins.audit import Extent

REDIRECTS = range(300, 400)
REFUSALS = range(400, 500)
WITH_A_FORM = 422
BAD_NEWS = re.compile(r'class="notice notice-(error|warning)"')

KEPT_KINDS = frozenset({"date", "email", "number", "select", "text", "textarea", "time", "url", "zone"})
NOT_WALKED = {
    "appearance": "takes no more than a colour scheme, and goes back",
    "security.logout": "ends the session that the walk needs",
}

BY_THE_LIBRARY = {"security.change_password", "security.login"}
"""Flask-Security answers 200 to a form that it refuses."""

TOLD_ABOVE = {
    "campaign_tasks.many": "a bar over a list: what was ticked is no longer there",
    "content.bulk_shift": "a bar over a list: back to the list, with what was wrong above it",
    "security.login": "one message for address and password, so that it does not tell who has an account",
}
"""Forms that say above the fields what was wrong."""

NOT_READ = {
    "first_day": "read when all-day or days of its own are chosen; tests/bad_input/test_moments.py chooses them",
    "last_day": "as first_day",
    "leap_day": "read when the day is 29 February",
}


def forms_of(seen: Tour) -> list[Found]:
    return [found for found in seen.forms.values() if found.endpoint and found.endpoint not in NOT_WALKED]


@pytest.mark.timeout(300)
def test_one_wrong_field_is_shown_beside_it_and_the_rest_is_kept(house: House, seen: Tour, extent: Extent) -> None:
    complaints = [
        f"{found} [{case.label}]: {wrong}"
        for found in forms_of(seen)
        for case in _wrong_fields(found.form, extent)
        if case.field not in NOT_READ
        for wrong in _judge(house, found, case)
    ]

    assert not complaints, "\n".join(complaints)


@pytest.mark.timeout(300)
def test_a_form_full_of_wrong_things_crashes_nothing(house: House, seen: Tour, extent: Extent) -> None:
    complaints = [
        f"{found} [{case.label}]: {wrong}"
        for number, found in enumerate(forms_of(seen))
        for case in extent.some([*all_at_once(found.form)], number, 4)
        for wrong in _harm(house, found, case)
    ]

    assert not complaints, "\n".join(complaints)


def _wrong_fields(form: PageForm, extent: Extent) -> Iterator[Case]:
    cases = one_at_a_time(form)
    return cases if extent.is_audit else one_of_those_alike(form, cases)


def _harm(house: House, found: Found, case: Case) -> list[str]:
    answer, crash = send(house, found, case.typed)
    _undo(house, answer)
    if answer is None or answer.status_code >= CRASH:
        return [crash or f"answered {answer and answer.status_code}"]
    return ["a script came out"] if SCRIPT in answer.text else []


def _judge(house: House, found: Found, case: Case) -> list[str]:
    answer, crash = send(house, found, case.typed)
    wrong = [crash] if answer is None else _unkind(house, found, case, answer)
    _undo(house, answer)
    return wrong


def _unkind(house: House, found: Found, case: Case, answer: TestResponse) -> list[str]:
    """Return what is wrong with the refusal of a case."""
    if found.endpoint in TOLD_ABOVE and answer.status_code != WITH_A_FORM:
        shown = house.client(found.who).get(answer.location) if answer.location else answer
        return [] if BAD_NEWS.search(shown.text) else ["nothing is told"]
    if answer.status_code not in REFUSALS and found.endpoint not in BY_THE_LIBRARY:
        return [f"answered {answer.status_code}"]
    if answer.status_code in REFUSALS and answer.status_code != WITH_A_FORM:
        return []
    page = read(answer.text)
    wrong = [] if page.complains_about(case.field) else [f"no message beside the field ({list(page.texts)})"]
    return wrong + _lost(page, found, case)


def _undo(house: House, answer: TestResponse | None) -> None:
    """Put back what was accepted, or has crashed half-way."""
    if answer is None or answer.status_code not in REFUSALS:
        house.restore()


def _lost(page: Page, found: Found, case: Case) -> list[str]:
    """Return the other fields of the form that no longer hold what was typed."""
    back = max(page.forms, key=lambda form: len(set(form.names) & set(found.form.names)), default=PageForm("", ""))
    return [
        f"{name} is lost: {_values(back, name)!r}"
        for name in found.form.names
        if name != case.field and _keeps(found.form.of(name)[0]) and case.typed.get(name, [""]) != [""]
        if not _same(_values(back, name), case.typed[name])
    ]


def _keeps(control: Control) -> bool:
    return kind_of(control) in KEPT_KINDS


def _values(form: PageForm, name: str) -> list[str]:
    return [value for control in form.of(name) for value in control.values]


def _same(shown: list[str], typed: list[str | bytes]) -> bool:
    return {value.strip() for value in shown if value} == {str(value).replace("\r\n", "\n").strip() for value in typed}
