"""Checkout of three lines beside django-oscar on the same PostgreSQL: make bench NAME=checkout.

Each in one process, in turn (A B A B …), on two ways: the order alone by each one's own services
(availability check, basket and order creator there, `place_order` here), and the whole walk of a
buyer up to the order, through the handler with every middleware and page (three goods into the
basket, the basket, address, summary, order there; two quotes and the order here, because our pages
are files and the cart is the phone's). The targets are about the walk. Statements are counted
without BEGIN, COMMIT and savepoints. Then as many buyers as are asked for go for one product at
once.

Oscar gets a Python environment of its own in DATA_DIR, made on the first run.
ARGS="--orders 20 --rounds 3 --units 15 --buyers 40".
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from psycopg.sql import SQL, Identifier

from tests.template import ROOT, database_url, remove_from_server, run_sql

OSCAR = ("django-oscar==4.2.1", "Whoosh==2.7.4")
FOLDER = Path(os.environ.get("DATA_DIR", str(ROOT / "var"))) / "bench-oscar"
# What TARGETS asks of us against it, in the same run.
RATE_AT_LEAST, CPU_AT_MOST = 20, 1 / 25


WAYS = {"serve": "The order alone", "walk": "The buyer's whole walk"}


class Figure(NamedTuple):
    wall_s: float
    cpu_s: float


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
    if not (FOLDER / ".made-with-search").exists():
        print(f"Installing {' and '.join(OSCAR)} into {FOLDER} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *OSCAR, "psycopg[binary]>=3.2,<4"], check=True)
        (FOLDER / ".made-with-search").touch()
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


def measure(both: dict[str, Side], way: str, orders: int, rounds: int) -> dict[str, Figure]:
    """Medians per order over the rounds; the first round only warms up."""
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in both}
    for number in range(rounds + 1):
        for name, side in both.items():
            figure = side.ask("run", way, orders)
            if number:
                seen[name].append(figure)
    return {
        name: Figure(
            *(statistics.median(one[key] for one in seen[name]) / orders for key in Figure._fields)
        )
        for name in both
    }


def show(both: dict[str, Side], way: str, given: argparse.Namespace) -> None:
    figures = measure(both, way, given.orders, given.rounds)
    print(f"{WAYS[way]}:")
    table(("", "orders/s", "CPU ms", "SQL"))
    for name, side in both.items():
        one = figures[name]
        sql = side.ask("count", way)["sql"]
        table((name, f"{1 / one.wall_s:.1f}", f"{one.cpu_s * 1000:.1f}", sql))
    ours, oscar = figures["ours"], figures["oscar"]
    asked = f" (asked: >= {RATE_AT_LEAST})", f" (asked: <= 1/{1 / CPU_AT_MOST:.0f})"
    of_rate, of_cpu = asked if way == "walk" else ("", "")
    print(f"  rate ours / oscar {oscar.wall_s / ours.wall_s:.1f}{of_rate}")
    print(f"  CPU ours / oscar 1/{oscar.cpu_s / ours.cpu_s:.1f}{of_cpu}")


def race(both: dict[str, Side], units: int, buyers: int) -> None:
    print(f"{buyers} buyers for {units} units, all past the availability check:")
    table(("", "sold", "oversold"))
    for name, side in both.items():
        sold = side.ask("race", units, buyers)["sold"]
        table((name, sold, max(sold - units, 0)))


def table(cells: Iterable[object]) -> None:
    print("".join(f"{cell:>12}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("orders", 20), ("rounds", 5), ("units", 15), ("buyers", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    with ExitStack() as stack:
        both = sides(stack)
        for way in WAYS:
            show(both, way, given)
        race(both, given.units, given.buyers)


if __name__ == "__main__":
    main()
