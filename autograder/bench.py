"""What isolation costs, measured side by side in one run and told as ratios to `python -c pass`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.authoring import Ask
from autograder.records import Limits
from autograder.sandbox import PRELOAD, Sandbox, Session

_CHECKS = """
from autograder import probe

@probe
def called(f, x):
    return f(x)
"""
_ASK = Ask("called", {"x": 1.5}, ("f",))


@dataclass(frozen=True)
class Cost:
    """One figure: wall time in milliseconds over the rounds."""

    name: str
    median_ms: float
    worst_ms: float


def sandbox_costs(rounds: int, preload: Sequence[str] = PRELOAD) -> list[Cost]:
    """Measures, alternating, a bare Python, a submission's process in a warm sandbox, and one scalar probe.

    Args:
        rounds: how often each is measured, after one round that is not counted.
        preload: what the zygote imports first.

    Returns:
        `python -c pass` first; the others are to be compared with it.
    """
    times: dict[str, list[float]] = {}

    def measure(name: str, action: Callable[[], object]) -> None:
        started = time.perf_counter()
        action()
        times.setdefault(name, []).append(1000 * (time.perf_counter() - started))

    with Sandbox(preload) as locked, Sandbox(preload, confined=False) as bare:
        for _ in range(rounds + 1):
            measure("python -c pass", lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
            measure("a submission's process, locked in and back", lambda: _once(locked))
            measure("the same, not locked in", lambda: _once(bare))
            with locked.session(Limits(), seed=1) as session:
                _prepare(session)
                session.probe(_ASK, 5)
                measure("a scalar probe, there and back", lambda: session.probe(_ASK, 5))
    return [Cost(name, statistics.median(found[1:]), max(found[1:])) for name, found in times.items()]


def _once(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(), seed=1) as session:
        _prepare(session)


def _prepare(session: Session) -> None:
    session.load(_CHECKS, ["f"])
    session.run("def f(x): return 2 * x", "cell 1", 5)
