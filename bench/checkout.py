"""Checkout of three lines beside django-oscar on the same PostgreSQL: make bench NAME=checkout.

Both place orders by their own services in one process each, in turn (A B A B …); then as many
buyers as are asked for go for one product at once. Oscar gets a Python environment of its own in
DATA_DIR, made on the first run. ARGS="--orders 20 --rounds 3 --units 15 --buyers 40".
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from psycopg.sql import SQL, Identifier

from tests.template import ROOT, database_url, remove_from_server, run_sql

OSCAR = "django-oscar==4.2.1"
FOLDER = Path(os.environ.get("DATA_DIR", str(ROOT / "var"))) / "bench-oscar"
# What TARGETS asks of us against it, in the same run.
RATE_AT_LEAST, CPU_AT_MOST = 20, 1 / 25


class Side:
    """A worker process that answers a line for a line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.answer()

    def ask(self, *words: object) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the worker ended; its complaint stands above"
        found: dict[str, Any] = json.loads(line)
        return found


def oscar_python() -> Path:
    python = FOLDER / "bin" / "python"
    if not (FOLDER / ".made").exists():
        print(f"Installing {OSCAR} into {FOLDER} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, OSCAR, "psycopg[binary]>=3.2,<4"], check=True)
        (FOLDER / ".made").touch()
    return python


@contextmanager
def database(name: str) -> Iterator[str]:
    remove_from_server(name)
    run_sql(SQL("CREATE DATABASE {}").format(Identifier(name)))
    try:
        yield database_url(name)
    finally:
        remove_from_server(name)


@contextmanager
def worker(command: list[str], environment: dict[str, str]) -> Iterator[Side]:
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Side(process)
        assert process.stdin is not None
        process.stdin.close()


def sides(stack: ExitStack) -> dict[str, Side]:
    mine = stack.enter_context(database(f"xz_bench_ours_{os.getpid()}"))
    theirs = stack.enter_context(database(f"xz_bench_oscar_{os.getpid()}"))
    ours = os.environ | {"DATABASE_URL": mine, "DJANGO_SETTINGS_MODULE": "backend.settings"}
    ours.pop("TEST_DATABASE_URL", None)
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=ROOT, env=ours, check=True)
    oscar = {"BENCH_DATABASE_URL": theirs, "PATH": os.environ["PATH"]}
    script = str(ROOT / "bench" / "checkout_oscar.py")
    return {
        "ours": stack.enter_context(worker([sys.executable, "-m", "bench.checkout_ours"], ours)),
        "oscar": stack.enter_context(worker([str(oscar_python()), script], oscar)),
    }


def measure(both: dict[str, Side], orders: int, rounds: int) -> dict[str, dict[str, float]]:
    """Medians per order over the rounds; the first round only warms up."""
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in both}
    for number in range(rounds + 1):
        for name, side in both.items():
            figure = side.ask("run", orders)
            if number:
                seen[name].append(figure)
    return {
        name: {
            key: statistics.median(figure[key] for figure in figures) / orders
            for key in ("wall_s", "cpu_s")
        }
        for name, figures in seen.items()
    }


def show(both: dict[str, Side], given: argparse.Namespace) -> None:
    figures = measure(both, given.orders, given.rounds)
    heads = ("", "orders/s", "CPU ms", "SQL", f"sold of {given.units}", "oversold")
    print("".join(f"{head:>14}" for head in heads))
    for name, side in both.items():
        sold = side.ask("race", given.units, given.buyers)["sold"]
        one = figures[name]
        row = (name, f"{1 / one['wall_s']:.1f}", f"{one['cpu_s'] * 1000:.1f}",
               side.ask("count")["sql"], sold, max(sold - given.units, 0))  # fmt: skip
        print("".join(f"{cell:>14}" for cell in row))
    rate = figures["oscar"]["wall_s"] / figures["ours"]["wall_s"]
    cpu = figures["ours"]["cpu_s"] / figures["oscar"]["cpu_s"]
    print(f"rate ours / oscar {rate:.1f} (asked: >= {RATE_AT_LEAST})")
    print(f"CPU ours / oscar 1/{1 / cpu:.1f} (asked: <= 1/{1 / CPU_AT_MOST:.0f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("orders", 20), ("rounds", 5), ("units", 15), ("buyers", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    with ExitStack() as stack:
        show(sides(stack), given)


if __name__ == "__main__":
    main()
