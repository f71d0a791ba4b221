"""Whether every message comes to its right end while workers are killed and the mail server lies, on both databases.

Without arguments one run on each, of half a minute; by hand as long and as hard as wanted:

    .venv/bin/python -m bench.faults --runs 10 --messages 1000 --kills 40 --workers 4 --limit 900

Seeds are counted up from `--seed`, and a run that went wrong is named by its own.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import URL, make_url

from bench.postgresql import postgresql_server
from tests.faults.program import Options, Result, run
from tests.plugins.databases import build_schema, new_database

DEFAULTS = Options(seed=1, messages=120, workers=3, kills=5, stops=1, holds=1, cuts=1, limit_seconds=50)
ENGINES = ("sqlite", "postgresql")


def main() -> int:
    # So that what was started is ended, the database server for one.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    wanted = arguments()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, postgresql(Path(folder), wanted) as server:
        for seed in range(wanted.seed, wanted.seed + wanted.runs):
            for engine in wanted.engines:
                place = Path(tempfile.mkdtemp(dir=folder))
                url = wanted.database or new_database_url(engine, place, server)
                result = run(options(wanted, seed), url, place)
                print(line(make_url(url), seed, wanted, result), flush=True)
                for fault in result.faults:
                    print(f"  {fault}")
                wrong += bool(result.faults)
    print(f"runs with faults      {wrong:8d}   (wanted: 0)")
    return 1 if wrong else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--database", help="one that has the schema and no messages, for a single run")
    parser.add_argument("--runs", type=int, default=1, help="runs on each database")
    for name in ("seed", "messages", "workers", "kills", "stops", "holds", "cuts"):
        parser.add_argument(f"--{name}", type=int, default=getattr(DEFAULTS, name))
    parser.add_argument("--share", type=float, default=DEFAULTS.share, help="of messages that are lied to")
    parser.add_argument("--speed", type=float, default=DEFAULTS.speed, help="seconds of the workers in a real one")
    parser.add_argument("--timeout", type=float, default=DEFAULTS.timeout_seconds, help="of the mail connection")
    parser.add_argument("--limit", type=float, default=DEFAULTS.limit_seconds, help="real seconds for one run")
    wanted = parser.parse_args()
    return wanted if wanted.database is None else argparse.Namespace(**{**vars(wanted), "engines": [""], "runs": 1})


def options(wanted: argparse.Namespace, seed: int) -> Options:
    same = {name: getattr(wanted, name) for name in ("messages", "workers", "kills", "stops", "holds", "cuts")}
    hard = {"share": wanted.share, "speed": wanted.speed}
    limits = {"timeout_seconds": wanted.timeout, "limit_seconds": wanted.limit}
    return replace(DEFAULTS, seed=seed, **same, **hard, **limits)


@contextmanager
def postgresql(folder: Path, wanted: argparse.Namespace) -> Iterator[URL | None]:
    """A server for the runs, if they want one."""
    if "postgresql" not in wanted.engines:
        yield None
        return
    with postgresql_server(folder / "postgresql") as server:
        yield server


def new_database_url(engine: str, place: Path, server: URL | None) -> str:
    url = make_url(f"sqlite:///{place / 'faults.db'}") if engine == "sqlite" or server is None else new_database(server)
    build_schema(url)
    return url.render_as_string(hide_password=False)


def line(url: URL, seed: int, wanted: argparse.Namespace, result: Result) -> str:
    acts = ", ".join(f"{count} {act}" for act, count in sorted(result.acts.items()))
    lies = sum(result.lies.values())
    counts = f"{lies} lies, {result.connections} connections, {result.extra_copies} extra copies"
    if result.mistaken:
        counts += f", {result.mistaken} living workers taken for dead"
    verdict = f"{len(result.faults)} FAULTS" if result.faults else "all well"
    name = url.get_backend_name()
    return f"{name:10} seed {seed}: {wanted.messages} messages, {acts}, {counts}, {result.seconds:.0f} s: {verdict}"


if __name__ == "__main__":
    sys.exit(main())
