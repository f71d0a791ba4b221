"""What an application compiles, kept for all applications of a test process: it costs more than most tests."""

import gc
import os
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import pytest
from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState
from jinja2.bccache import Bucket, BytecodeCache
from psycopg import Connection
from psycopg._preparing import PrepareManager
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from typing_extensions import override
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher


def pytest_configure() -> None:
    """Look for garbage seldom: most of what is alive is modules, and looking through them costs a fifth of the time."""
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for none while tests are collected: they and their modules stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


class KeptTemplates(BytecodeCache):
    """Templates by their source; a changed one is compiled anew. What one process compiles, the others read."""

    def __init__(self, folder: Path) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._folder = folder
        folder.mkdir(exist_ok=True)

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None and (path := self._path(bucket)).exists():
            with path.open("rb") as file:
                bucket.load_bytecode(file)
            self._keep(bucket)

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        self._keep(bucket)
        # Whole at once, since others may read it at any moment.
        written = self._path(bucket).with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        with written.open("wb") as file:
            bucket.write_bytecode(file)
        written.replace(self._path(bucket))

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{bucket.checksum}"


class KeptMap(Map):
    """The routes of an application, put in place when it is first asked for one.

    All applications with the same routes share what is made of them.
    """

    made: ClassVar[dict[tuple[Any, ...], tuple[StateMachineMatcher, dict[Any, list[Rule]]]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._added: list[Rule] = []
        super().__init__(*args, **kwargs)

    @override
    def add(self, rulefactory: RuleFactory) -> None:
        self._added += rulefactory.get_rules(self)
        self._remap = True

    def add_made(self, rules: Sequence[Rule]) -> None:
        """Add rules that came through here before."""
        self._added += rules
        self._remap = True

    @override
    def update(self) -> None:
        if not self._remap:
            return
        with self._remap_lock:
            if self._remap:
                routes = tuple(map(_route, self._added))
                if routes not in self.made:
                    self.made[routes] = self._make()
                self._matcher, self._rules_by_endpoint = self.made[routes]
                self._remap = False

    def _make(self) -> tuple[StateMachineMatcher, dict[Any, list[Rule]]]:
        made = Map(converters=self.converters)
        for rule in self._added:
            # A copy: another application may have the same one among other routes.
            copy = rule.empty()
            copy.defaults = rule.defaults
            copy.provide_automatic_options = rule.provide_automatic_options  # type: ignore[attr-defined]
            made.add(copy)
        made.update()
        return made._matcher, made._rules_by_endpoint


_RULES: dict[tuple[Any, ...], Rule] = {}


def kept_rule(rule: str, *, methods: Collection[str], endpoint: str, **options: Any) -> Rule:
    """Return a rule as an application makes it, made once for all that have it: there are hundreds in each."""
    key = rule, endpoint, frozenset(methods), repr(sorted(options.items()))
    if key not in _RULES:
        _RULES[key] = Rule(rule, methods=methods, endpoint=endpoint, **options)
    return _RULES[key]


def _route(rule: Rule) -> tuple[Any, ...]:
    """Return all that our routes say."""
    defaults = tuple((rule.defaults or {}).items())
    return rule.rule, rule.endpoint, frozenset(rule.methods or ()), defaults, rule.strict_slashes


_REGISTER = Blueprint.register


def register_kept(blueprint: Blueprint, app: Flask, options: dict[str, Any]) -> None:
    """Register a blueprint; from the second application on, its routes are those that the first one made of it."""
    assert isinstance(app.url_map, KeptMap)
    before = len(app.url_map._added)
    _REGISTER(blueprint, app, options)
    rules, others = app.url_map._added[before:], [act for act in blueprint.deferred_functions if not _is_route(act)]
    # Those with options, files or other blueprints are made anew.
    if not options and 0 < len(rules) == len(blueprint.deferred_functions) - len(others):
        blueprint.deferred_functions = [*others, partial(_add_made, rules, _views(app, rules))]


def _is_route(act: Callable[..., object]) -> bool:
    return getattr(act, "__qualname__", "") == f"{Blueprint.add_url_rule.__qualname__}.<locals>.<lambda>"


def _views(app: Flask, rules: Sequence[Rule]) -> dict[str, Any]:
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in rules}


def _add_made(rules: Sequence[Rule], views: dict[str, Any], state: BlueprintSetupState) -> None:
    assert not state.options
    assert isinstance(state.app.url_map, KeptMap)
    state.app.url_map.add_made(rules)
    state.app.view_functions.update(views)


_STATEMENTS: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


def keep_statements(engine: Engine) -> Engine:
    """Let an engine share compiled SQL with all others of its kind in this process; they find it by their dialect."""
    if engine.name not in _STATEMENTS:
        # What it asks of a server when it first connects is asked once for all.
        engine.connect().close()
        _STATEMENTS[engine.name] = engine.dialect, {}
    engine.dialect, compiled = _STATEMENTS[engine.name]
    engine.update_execution_options(compiled_cache=compiled)
    event.listen(engine, "connect", _hurry if engine.name == "sqlite" else _keep_plans)
    return engine


def _hurry(connection: DBAPIConnection, _record: object) -> None:
    """Wait for no disk: the databases of tests need not outlive the machine, and processes that end lose nothing."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


class KeptPlans(PrepareManager):
    """Statements that stay prepared after a roll-back, which ends every test: no test changes the tables meanwhile."""

    @override
    def clear(self) -> bool:
        return False


def _keep_plans(connection: Any, _record: object) -> None:
    """Let PostgreSQL plan what it is asked again only once: planning is half of its work."""
    assert isinstance(connection, Connection)
    connection._prepared = KeptPlans()
    connection.prepare_threshold, connection.prepared_max = 1, None


@pytest.fixture(scope="session")
def kept_templates(run_folder: Path) -> Iterator[KeptTemplates]:
    """Templates to give to an application that is made from now on; its routes are kept by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_map_class", KeptMap)
        patch.setattr(Flask, "url_rule_class", staticmethod(kept_rule))
        patch.setattr(Blueprint, "register", register_kept)
        yield KeptTemplates(run_folder / "templates")
