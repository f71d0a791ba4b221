"""What stands on record is named once: services put registered acts on record, and pages word them, or say not to."""

import ast
import re

from scheduler.audit.acts import NOT_SHOWN, AuditAct
from scheduler.campaigns.presenters import history as of_campaigns
from scheduler.content.presenters import history as of_content
from scheduler.pages import audit_labels
from tests.repo.tree import PACKAGE, parsed, python_files, relative

REGISTRY = PACKAGE / "audit" / "acts.py"
READERS = {"presenters", "queries", "pages"}
"""Folders that show acts or look for them; all others put them on record."""

SHOWN = {*of_campaigns.ACTS, *of_content.ACTS, *audit_labels.ACTS}


def named(tree: ast.Module) -> set[str]:
    """Return the acts that a module names."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "AuditAct"
    }


def spelt_out(tree: ast.Module) -> set[str]:
    """Return the acts that a module compares with as text, or hands on as text to be put on record."""
    found = set()
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Compare) and getattr(node.left, "attr", "") == "act":
            parts = node.comparators
        elif isinstance(node, ast.Call):
            function = node.func
            is_about_acts = getattr(getattr(function, "value", None), "attr", "") == "act"
            if is_about_acts or re.search("record|note", getattr(function, "id", "")):
                parts = node.args
        constants = (part for given in parts for part in ast.walk(given) if isinstance(part, ast.Constant))
        found |= {part.value for part in constants if isinstance(part.value, str)}
    return found & set(AuditAct)


def test_every_act_is_worded_or_said_not_to_be_shown():
    assert set(AuditAct) == SHOWN | NOT_SHOWN
    assert set() == SHOWN & NOT_SHOWN


def test_every_registered_act_is_put_on_record_somewhere():
    writers = [path for path in python_files("scheduler") if not READERS & set(path.parts) and path != REGISTRY]
    written = {act for path in (*writers, PACKAGE / "pages" / "delivery.py") for act in named(parsed(path))}

    assert {act.name for act in AuditAct} - written == set()


def test_acts_are_named_by_constants():
    found = {relative(path): acts for path in python_files("scheduler") if (acts := spelt_out(parsed(path)))}

    assert found == {}


def test_an_act_that_is_spelt_out_is_found():
    code = (
        'record(session, "guard.held", subject); _note(session, "event.moved" if moved else "other", context)\n'
        'row.act == "invited"; AuditRow.act.in_(["feed.made"]); url_for("content.publish")'
    )

    assert spelt_out(ast.parse(code)) == {"guard.held", "event.moved", "invited", "feed.made"}
