"""Every form of every page, with one wrong thing at a time and with everything wrong: refused kindly, never a crash."""

import pytest
from werkzeug.test import TestResponse

from tests.bad_input.bad_values import SCRIPT, Case, all_at_once, kind_of, one_at_a_time
from tests.bad_input.house import House
from tests.bad_input.page_forms import Control, Page, PageForm, read
from tests.bad_input.walk import CRASH, Found, Tour, send

REDIRECTS = range(300, 400)
REFUSALS = range(400, 500)
WITH_A_FORM = 422

KEPT_KINDS = frozenset({"date", "email", "number", "select", "text", "textarea", "time", "url", "zone"})
NOT_WALKED = {
    "appearance": "takes no more than a colour scheme, and goes back",
    "security.logout": "ends the session that the walk needs",
}

BY_THE_LIBRARY = {"security.change_password", "security.login"}
"""Flask-Security answers 200 to a form that it refuses; the message stands beside the field all the same."""

TOLD_ABOVE = {"campaign_tasks.many", "content.bulk_shift"}
"""Bars over a list: back to the list, with what was wrong above it, and nothing changed."""

NOT_READ = {
    "first_day": "read when all-day or days of its own are chosen; tests/bad_input/test_moments.py chooses them",
    "last_day": "as first_day",
}


def forms_of(seen: Tour) -> list[Found]:
    return [found for found in seen.forms.values() if found.endpoint and found.endpoint not in NOT_WALKED]


@pytest.mark.timeout(300)
def test_one_wrong_field_is_told_beside_it_and_the_rest_is_kept(house: House, seen: Tour) -> None:
    complaints = [
        f"{found} [{case.label}]: {wrong}"
        for found in forms_of(seen)
        for case in one_at_a_time(found.form)
        if case.field not in NOT_READ
        for wrong in _judge(house, found, case)
    ]

    assert not complaints, "\n".join(complaints)


@pytest.mark.timeout(300)
def test_a_form_full_of_wrong_things_crashes_nothing(house: House, seen: Tour) -> None:
    complaints = [
        f"{found} [{case.label}]: {wrong}"
        for found in forms_of(seen)
        for case in all_at_once(found.form)
        for wrong in _harm(house, found, case)
    ]

    assert not complaints, "\n".join(complaints)


def _harm(house: House, found: Found, case: Case) -> list[str]:
    answer, crash = _sent(house, found, case)
    if answer is None or answer.status_code >= CRASH:
        return [crash or f"answered {answer and answer.status_code}"]
    return ["a script came out"] if SCRIPT in answer.text else []


def _judge(house: House, found: Found, case: Case) -> list[str]:
    answer, crash = _sent(house, found, case)
    if answer is None:
        return [crash]
    if found.endpoint in TOLD_ABOVE:
        return [] if "notice" in house.client(found.who).get(answer.location).text else ["nothing is told"]
    if answer.status_code not in REFUSALS and found.endpoint not in BY_THE_LIBRARY:
        return [f"answered {answer.status_code}"]
    if answer.status_code in REFUSALS and answer.status_code != WITH_A_FORM:
        return []
    page = read(answer.text)
    wrong = [] if page.complains_about(case.field) else [f"no message beside the field ({list(page.texts)})"]
    return wrong + _lost(page, found, case)


def _sent(house: House, found: Found, case: Case) -> tuple[TestResponse | None, str]:
    """Send a case; what was accepted or has crashed is undone."""
    answer, crash = send(house, found, case.typed)
    if answer is None or answer.status_code not in REFUSALS:
        house.restore()
    return answer, crash


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
