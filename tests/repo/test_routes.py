"""Every page says whom it is open to, and is not open to anybody else."""

import re

import pytest

from tests.repo.tree import ROOT

# Files, and what says that the process lives; Flask-Security answers for its own pages.
WITHOUT_DECISION = {"asset", "static"}
FOREIGN = ("security.",)
OPEN = {"public", "by_token"}
KINDS = OPEN | {"signed_in", "members", "coordinators"}
# Log in first, not yours, no such thing, gone, or a form that is not valid.
CLOSED_ANSWERS = {302, 400, 401, 403, 404, 405, 410, 415}
SAMPLES = {"int": "1", "string": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000", "default": "x"}
# The formats of feeds.
SAMPLES |= {"any": "ics"}


def own_rules(app):
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in WITHOUT_DECISION and not rule.endpoint.startswith(FOREIGN)
    ]


def access(app, rule):
    return getattr(app.view_functions[rule.endpoint], "access", None)


def sample_address(rule) -> str:
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: SAMPLES[found[1] or "default"], rule.rule)


def test_every_route_has_an_access_decision(app):
    undecided = sorted({rule.endpoint for rule in own_rules(app) if access(app, rule) not in KINDS})

    assert own_rules(app)
    assert undecided == []


def test_no_visitor_sees_what_is_not_public(app, client):
    seen = []
    for rule in own_rules(app):
        if access(app, rule) in OPEN:
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(sample_address(rule), method=method)
            if answer.status_code not in CLOSED_ANSWERS or answer.headers.get("Location", "/login").find("/login") < 0:
                seen.append((method, rule.rule, answer.status_code, answer.headers.get("Location")))

    assert seen == []


@pytest.mark.parametrize("folder", ["scheduler"])
def test_only_accounts_knows_who_signs_people_in(folder):
    outside = [
        path
        for path in (ROOT / folder).rglob("*.py")
        if path.parts[len(ROOT.parts) + 1] != "accounts"
        and re.search(r"flask_(security|login)", path.read_text(encoding="utf-8"))
    ]

    assert outside == []
