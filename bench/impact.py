"""Our estimator beside diff-diff, our sensitivity analysis beside moderndid: time and memory.

The peers stay out of the product, each in an environment of its own:
    python3.11 -m venv /tmp/peer && /tmp/peer/bin/pip install diff-diff==3.13.0
    python3.11 -m venv /tmp/oracles && /tmp/oracles/bin/pip install 'moderndid[didhonest]==0.2.0'
    .venv/bin/python -m bench.impact --peer /tmp/peer/bin/python --honest /tmp/oracles/bin/python
Every figure comes from a fresh process; ours and the peer's run in turn, medians are shown. Before
any clock runs, ours must give the published mpdta numbers to 1e-9.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence

FLOORS = {
    "20k": ("0.40", "0.15"),
    "200k": ("0.15", "0.05"),
    "200k-draws": ("0.10", "0.02"),
    "200k-draws memory": ("0.25", "0.10"),
    "honest": ("0.10", "0.01"),
}
CASES = {"20k": (20_000, 0), "200k": (200_000, 0), "200k-draws": (200_000, 999)}
WORKER = "bench.impact_worker"


def measure(python: str, who: str, case: str) -> dict[str, float]:
    """Seconds and extra megabytes of one run in a process of its own."""
    command = [python, "-W", "ignore", "-m", WORKER, who, case]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    return found


def in_turn(case: str, pairs: Sequence[tuple[str, str]], rounds: int) -> list[dict[str, float]]:
    found: list[list[dict[str, float]]] = [[] for _ in pairs]
    for _ in range(rounds):
        for place, (python, who) in enumerate(pairs):
            found[place].append(measure(python, who, case))
    return [{key: statistics.median(row[key] for row in rows) for key in rows[0]} for rows in found]


def show(name: str, ours: float, peer: float, unit: str) -> None:
    floor, goal = FLOORS.get(name, ("-", "-"))
    print(
        f"{name:<20} ours {ours:10.4f} {unit:<2}  peer {peer:10.4f} {unit:<2}  "
        f"ratio {ours / peer:7.4f}  floor {floor}  goal {goal}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="python of the environment with diff-diff")
    parser.add_argument("--honest", help="python of the environment with moderndid")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cases", nargs="+", default=list(CASES))
    options = parser.parse_args()
    measure(sys.executable, "check", "mpdta")
    print("mpdta: published numbers to 1e-9")
    for case in options.cases if options.peer else ():
        pairs = [(sys.executable, "ours"), (options.peer, "diff-diff")]
        ours, peer = in_turn(case, pairs, options.rounds)
        show(case, ours["seconds"], peer["seconds"], "s")
        show(f"{case} memory", ours["megabytes"], peer["megabytes"], "MB")
        print(f"{'':<20} simple {ours['att']:.6f} ({ours['se']:.6f})  "
              f"peer {peer['att']:.6f} ({peer['se']:.6f})")  # fmt: skip
    if options.honest:
        pairs = [(sys.executable, "ours"), (options.honest, "moderndid")]
        ours, peer = in_turn("honest", pairs, 1)
        show("honest", ours["seconds"], peer["seconds"], "s")


if __name__ == "__main__":
    main()
