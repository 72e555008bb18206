"""Runs two things in turn (A B A B …) in one process and prints medians and the ratio A/B.

Machines are shared and noisy: quote the ratio, not the rate.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds of wall clock and of this process's CPU, medians over the rounds."""

    wall_s: float
    cpu_s: float


def in_turn(
    ours: Callable[[], object], peer: Callable[[], object], *, rounds: int = 5
) -> tuple[Figure, Figure]:
    """Medians of both after one warm-up round that is not counted."""
    timed: tuple[list[Figure], list[Figure]] = ([], [])
    for number in range(rounds + 1):
        for work, figures in zip((ours, peer), timed, strict=True):
            figure = once(work)
            if number:
                figures.append(figure)
    return median(timed[0]), median(timed[1])


def once(work: Callable[[], object]) -> Figure:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Figure(time.perf_counter() - wall, time.process_time() - cpu)


def median(figures: list[Figure]) -> Figure:
    return Figure(
        statistics.median(figure.wall_s for figure in figures),
        statistics.median(figure.cpu_s for figure in figures),
    )


def show(name: str, ours: Figure, peer_name: str, peer: Figure) -> None:
    """One line a figure, then the ratio that is quoted."""
    for label, figure in ((name, ours), (peer_name, peer)):
        print(f"{label:<40} wall {figure.wall_s:9.4f} s   cpu {figure.cpu_s:9.4f} s")
    ratios = ours.wall_s / peer.wall_s, ours.cpu_s / max(peer.cpu_s, 1e-9)
    print(f"{'ratio':<40} wall {ratios[0]:9.3f}     cpu {ratios[1]:9.3f}")
