"""A database with the schema and its first rows: migrated once, copied for whoever tests.

It is made anew when a migration, or something that a migration rests on, has changed.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "test"
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
OWN_IMPORT = re.compile(
    r"^(?:from|import) ((?:backend|cooperatives|orders)\S*)(?: import (.*))?", re.M
)


def database_url(name: str) -> str:
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def copy_to_file(path: Path) -> None:
    """A SQLite database, in place of one that a killed run may have left."""
    remove_file(path)
    with _alone():
        shutil.copyfile(_template_file(), path)


def remove_file(path: Path) -> None:
    for part in ("", "-wal", "-shm"):
        Path(f"{path}{part}").unlink(missing_ok=True)


def copy_to_server(name: str) -> None:
    """A PostgreSQL database, in place of one that a killed run may have left.

    Refused while another run is connected to it.
    """
    with _alone():
        run_sql(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        template = Identifier(_template_on_server())
        run_sql(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), template))


def remove_from_server(name: str) -> None:
    run_sql(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def run_sql(statement: SQL | Composed) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _alone() -> Iterator[None]:
    """Of two workers that start together, the second waits for what the first makes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _template_file() -> Path:
    path = FOLDER / f"template-{_fingerprint()}.sqlite3"
    if not path.exists():
        for old in FOLDER.glob("template-*.sqlite3"):
            old.unlink()
        unfinished = FOLDER / "unfinished.sqlite3"
        remove_file(unfinished)
        _migrate(f"sqlite:///{unfinished}")
        unfinished.rename(path)
    return path


def _template_on_server() -> str:
    name = f"{urlsplit(SERVER).path[1:]}_template"
    if _comment_on(name) != _fingerprint():
        remove_from_server(name)
        run_sql(SQL("CREATE DATABASE {}").format(Identifier(name)))
        _migrate(database_url(name))
        # Last, so that one which was broken off is not taken for a whole one.
        mark_as_template(name)
    return name


def mark_as_template(name: str) -> None:
    comment = SQL("COMMENT ON DATABASE {} IS {}")
    run_sql(comment.format(Identifier(name), Literal(_fingerprint())))


def _comment_on(name: str) -> str:
    question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(SERVER) as connection:
        row = connection.execute(question, [name]).fetchone()
    return row[0] if row else ""


def _migrate(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(FOLDER)}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True
    )


def _fingerprint() -> str:
    """Of the migrations, of our modules that they import, and of the libraries' versions."""
    waiting = [
        ROOT / "requirements" / "base.txt",
        *ROOT.glob("*/migrations/0*.py"),
        *ROOT.glob("backend/*/migrations/0*.py"),
    ]
    texts: dict[Path, str] = {}
    while waiting:
        path = waiting.pop()
        if path not in texts:
            texts[path] = path.read_text()
            waiting += [file for said in OWN_IMPORT.findall(texts[path]) for file in _files(*said)]
    everything = "".join(texts[path] for path in sorted(texts))
    return hashlib.sha256(everything.encode()).hexdigest()[:16]


def _files(module: str, names: str) -> list[Path]:
    """The module, and those of the names that are modules in it."""
    place = ROOT / module.replace(".", "/")
    places = [place, place / "__init__", *(place / name for name in re.findall(r"\w+", names))]
    return [file for one in places if (file := one.with_suffix(".py")).exists()]
