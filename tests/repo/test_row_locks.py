"""Whatever checks a row and then changes it locks it by one idiom; whatever a form makes is made by another."""

import ast
from collections.abc import Iterator
from pathlib import Path

from scheduler.db import Base, MadeByForm
from tests.plugins.databases import import_tables
from tests.repo.tree import Function, functions, parsed, python_files, relative

ROWS = "scheduler/rows.py"
LOCKING = {
    ROWS: "the idiom itself",
    "scheduler/agenda/services/publishing.py": "reads entries anew under the locks of their guards",
    "scheduler/agenda/services/vevents.py": "writes the parts of entries anew that nobody else is changing",
    "scheduler/outbox/bundling.py": "takes messages along that nobody else has taken",
    "scheduler/outbox/gathering.py": "holds messages that nobody has written yet, so that they take more",
    "scheduler/outbox/leases.py": "takes messages that nobody else has taken",
    "scheduler/reminders/services/planner.py": "one row, which only the planner knows",
}
"""Where rows are locked or read anew, each with its reason."""

MAKING = {"scheduler/db.py": "the idiom itself"}
"""Where a row that somebody else has added meanwhile is met."""

LOCKED_BEFORE = {
    "scheduler/accounts/services/invitations.py:issue_token": "writes what follows from the row, the same each time",
    "scheduler/accounts/services/organisation_names.py:claim_names": "names an organisation that is locked or new",
    "scheduler/agenda/services/guards.py:leave": "changes a guard that is locked",
    "scheduler/agenda/services/entry_links.py:write_search_columns": "as render_parts",
    "scheduler/agenda/services/entry_links.py:write_search_text": "as render_parts",
    "scheduler/agenda/services/entry_rows.py:render_change": "fills an entry whose guard is locked",
    "scheduler/agenda/services/entry_rows.py:write_text": "as render_change",
    "scheduler/agenda/services/entry_times.py:write_times": "as render_change",
    "scheduler/agenda/services/vevents.py:render_parts": "renders an entry whose guard is locked",
    "scheduler/campaigns/services/reschedule.py:set_days": "moves a campaign that is locked",
    "scheduler/content/services/bulk.py:shift_item": "moves an item that is locked",
    "scheduler/content/services/search_texts.py:keep_search_text": "follows a change of an item that is locked or new",
    "scheduler/content/services/offsets.py:keep_step": "follows a change of an item that is locked",
    "scheduler/content/services/offsets.py:set_offset": "fills an item that is locked or new",
    "scheduler/content/services/item_plan.py:apply_plan": "fills an item that is locked or new",
    "scheduler/content/services/item_plan.py:set_publish_time": "fills an item that is locked or new",
    "scheduler/content/services/revisions.py:check_revision": "counts a change of an item that is locked",
    "scheduler/content/services/item_text.py:add_version": "adds to an item that is locked",
    "scheduler/content/services/side_effects.py:return_to_review": "returns an item that is locked",
    "scheduler/content/services/press_texts.py:_texts_on_page": "reads old versions once the organisation is locked",
    "scheduler/events/services/events.py:write_changes": "fills an event that is locked",
    "scheduler/events/services/events.py:call_off": "as write_changes",
    "scheduler/observances/services/edition_edits.py:_refuse_stale": "compares the revision of a locked edition",
    "scheduler/observances/services/editions.py:set_ask_day": "fills an edition that is locked or new",
}
"""Functions that lock nothing themselves, each with its reason."""


def services() -> Iterator[Path]:
    """Return the modules of services."""
    for path in python_files("scheduler"):
        if "services" in path.parts or path.name == "services.py":
            yield path


def models() -> set[str]:
    import_tables()
    return {mapper.class_.__name__ for mapper in Base.registry.mappers}


def names_in(node: ast.AST) -> set[str]:
    found = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    found |= {part.arg for part in ast.walk(node) if isinstance(part, ast.keyword) and part.arg}
    return found | {str(part.value) for part in ast.walk(node) if isinstance(part, ast.Constant)}


def locks(node: Function) -> bool:
    """Say whether a function locks anything: by the idiom, or by a function that is called after it."""
    called = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    names = [part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in called]
    return any(name.lstrip("_").startswith("lock") for name in names)


def place(path: Path, node: Function) -> str:
    return f"{relative(path)}:{node.name}"


def test_rows_are_locked_and_read_anew_by_one_idiom():
    names = {"with_for_update", "populate_existing"}
    found = {relative(path) for path in python_files("scheduler") if names_in(parsed(path)) & names}

    assert found == set(LOCKING)


def test_rows_that_others_add_meanwhile_are_met_in_one_place():
    found = {
        relative(path)
        for path in python_files("scheduler")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and node.type is not None and "IntegrityError" in ast.unparse(node.type)
    }

    assert found == set(MAKING)


def test_what_a_form_has_made_is_looked_for_in_one_place():
    found = {
        relative(path)
        for path in python_files("scheduler")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Compare) and any(getattr(side, "attr", "") == "form_id" for side in sides(node))
    }

    assert found <= {ROWS, "scheduler/legislation/services/bills.py"}
    assert ROWS in found


def sides(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators]


def test_every_table_with_the_id_of_a_form_is_made_by_the_idiom():
    import_tables()
    with_form = {mapper.class_ for mapper in Base.registry.mappers if "form_id" in mapper.columns}

    assert with_form
    assert {model for model in with_form if not issubclass(model, MadeByForm)} == set()
    once = {
        argument.id
        for path in services()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"once_by_form", "found_by_form"}
        for argument in node.args[1:2]
        if isinstance(argument, ast.Name)
    }
    assert {model.__name__ for model in with_form} == once


def test_a_service_that_compares_revisions_locks_the_row_first():
    unlocked = {
        place(path, node)
        for path in services()
        for node in functions(parsed(path))
        if compares_revisions(node) and not locks(node)
    }

    assert unlocked - set(LOCKED_BEFORE) == set()


def compares_revisions(node: Function) -> bool:
    compared = [part for part in ast.walk(node) if isinstance(part, ast.Compare)]
    return any(getattr(side, "attr", "") == "revision" for part in compared for side in sides(part))


def test_a_service_that_changes_a_row_which_it_was_handed_locks_it_first():
    known = models()
    unlocked = {
        place(path, node)
        for path in services()
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if changed(node) & handed(node, known) and not locks(node)
    }

    assert unlocked - set(LOCKED_BEFORE) == set()
    assert {name for name in LOCKED_BEFORE if not name.partition(":")[2].startswith("_")} <= unlocked


def handed(node: ast.FunctionDef, known: set[str]) -> set[str]:
    """Return the parameters that are rows."""
    parameters = [*node.args.args, *node.args.kwonlyargs]
    return {one.arg for one in parameters if one.annotation is not None and ast.unparse(one.annotation) in known}


def changed(node: Function) -> set[str]:
    """Return the names whose attributes a function assigns."""
    targets: list[ast.expr] = []
    for part in ast.walk(node):
        if isinstance(part, ast.Assign):
            targets += part.targets
        elif isinstance(part, ast.AugAssign):
            targets.append(part.target)
    flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return {one.value.id for one in flat if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)}
