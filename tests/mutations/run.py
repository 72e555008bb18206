"""Takes each guard away in a scratch copy of the tree and shows that its tests fail.

`python -m tests.mutations.run [WORD]` tries those whose sentence has the word. Exit status 1 and a
line "NOT NOTICED" where a guard is gone and every test named for it still passes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import template
from tests.mutations.guards import GUARDS
from tests.mutations.removal import Code, Guard, Sql

ROOT = template.ROOT
MUTANT = f"xz_mutant_{os.getpid()}"
TREES = ("backend", "stations", "cooperatives", "programme", "orders", "impact", "tests",
         "requirements", "scripts", "docs")  # fmt: skip
FILES = ("manage.py", "pyproject.toml", "docker-compose.yml", "Makefile")
TESTS_FAILED = 1


def main(word: str) -> int:
    chosen = [guard for guard in GUARDS if word in guard.holds]
    with tempfile.TemporaryDirectory() as folder, databases():
        tree = scratch_copy(Path(folder))
        everything = sorted({name for guard in chosen for name in guard.tests})
        if run(tree, *everything) != 0:
            say("The tests fail before any guard is taken away")
            return 1
        unnoticed = [guard for guard in chosen if not is_noticed(guard, tree)]
    say(f"{len(chosen) - len(unnoticed)} of {len(chosen)} guards are missed when they are gone")
    return 1 if unnoticed else 0


def is_noticed(guard: Guard, tree: Path) -> bool:
    with taken_away(guard.removal, tree):
        status = run(tree, "-x", *guard.tests)
    noticed = status == TESTS_FAILED
    say(f"{'noticed    ' if noticed else 'NOT NOTICED'}  {guard.holds}: {' '.join(guard.tests)}"
        + ("" if noticed or status == 0 else f" (pytest ended with {status})"))  # fmt: skip
    return noticed


@contextmanager
def taken_away(removal: Code | Sql, tree: Path) -> Iterator[None]:
    # Also for code: where a migration imports the file, the tests migrate a template of their own.
    fresh_template()
    if isinstance(removal, Sql):
        with psycopg.connect(template.database_url(f"{MUTANT}_template"), autocommit=True) as db:
            db.execute(removal.statement.encode())
        yield
        return
    path = tree / removal.path
    source = path.read_text()
    assert source.count(removal.guard) == 1, f"{removal.path} has not once {removal.guard!r}"
    path.write_text(source.replace(removal.guard, removal.without))
    try:
        yield
    finally:
        path.write_text(source)


@contextmanager
def databases() -> Iterator[None]:
    """`MUTANT` is what TEST_DATABASE_URL names; the tests copy the template that lies beside it."""
    template.copy_to_server(MUTANT)
    fresh_template()
    try:
        yield
    finally:
        template.remove_from_server(f"{MUTANT}_template")
        template.remove_from_server(MUTANT)


def fresh_template() -> None:
    template.remove_from_server(f"{MUTANT}_template")
    template.copy_to_server(f"{MUTANT}_template")
    template.mark_as_template(f"{MUTANT}_template")


def scratch_copy(folder: Path) -> Path:
    leave = shutil.ignore_patterns("__pycache__")
    for name in TREES:
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


def run(tree: Path, *words: str) -> int:
    """Exit status of pytest; its output is shown only if it is neither 0 nor failed tests."""
    environment = os.environ | {"TEST_DATABASE_URL": template.database_url(MUTANT)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "not slow and not e2e", *words], cwd=tree,
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, TESTS_FAILED):
        say(done.stdout[-3000:] + done.stderr[-3000:])
    return done.returncode


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
