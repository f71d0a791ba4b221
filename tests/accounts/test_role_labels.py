"""The words of the table of roles and acts are whole, and docs/roles.md repeats them."""

import re

from flask import Flask

from scheduler.accounts.domain.acts import TABLE, Act, Role
from scheduler.accounts.role_labels import ACTS, ROLES, who_may
from tests.repo.tree import ROOT


def test_every_role_and_every_act_has_its_words_once():
    listed = [act for _title, acts in ACTS for act in acts]

    assert sorted(listed) == sorted(Act)
    assert ROLES.keys() == set(Role)
    assert TABLE.keys() == set(Act)


def test_no_role_is_idle_and_no_act_is_nobodys():
    assert set().union(*TABLE.values()) == set(Role) - {Role.MEMBER}
    assert all(TABLE.values())


def test_the_page_in_the_docs_says_what_the_table_says(app: Flask):
    with app.app_context():
        acts = [(str(label), who_may(act)) for _title, group in ACTS for act, label in group.items()]
        roles = [(str(name), str(who)) for name, who in ROLES.values()]
    page = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)

    rows = [row for row in written if set(row[0]) != {"-"} and row not in {("What", "Who"), ("Role", "Who has it")}]
    assert rows == acts + roles
