"""Measuring: a command with all that it starts; and what isolation costs, side by side, as ratios to `python -c pass`."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import Ask
from autograder.records import Limits
from autograder.sandbox.session import PRELOAD, Sandbox, Session

_ROOT = Path(__file__).resolve().parents[2]
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
            with locked.session(Limits(), _CHECKS, seed=1) as session:
                _prepare(session)
                session.probe(_ASK, 5)
                measure("a scalar probe, there and back", lambda: session.probe(_ASK, 5))
    return [Cost(name, statistics.median(found[1:]), max(found[1:])) for name, found in times.items()]


def _once(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(), _CHECKS, seed=1) as session:
        _prepare(session)


def _prepare(session: Session) -> None:
    session.load(["f"])
    session.run("def f(x): return 2 * x", "cell 1", 5)


def environment(folder: Path) -> dict[str, str]:
    """A home of its own for a tool that is measured, where its kernels find what lies in `folder`, and our packages."""
    path = f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}"
    search = os.pathsep.join([str(folder), str(_ROOT)])
    home = {"HOME": str(folder), "GRADESCENT_CACHE": str(folder / "cache"), "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **home, "PATH": path, "PYTHONPATH": search, "OMP_NUM_THREADS": "1"}


def measured(
    command: Sequence[str], cwd: Path, env: Mapping[str, str], watched: Path | None = None
) -> tuple[dict[str, float], str]:
    """Runs a command to its end.

    Returns:
        Seconds of wall and CPU, the most megabytes of its whole tree (shared pages counted once), when `watched` first had
        something in it; and what it printed.
    """
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen: dict[str, float] = {"peak": 0.0, "cpu": 0.0}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            if watched is not None and "first" not in seen and watched.exists() and watched.stat().st_size:
                seen["first"] = time.perf_counter() - started

    def weigh() -> None:
        while not ended.wait(0.2):
            megabytes, seconds = _tree(process.pid)
            seen.update(peak=max(seen["peak"], megabytes), cpu=max(seen["cpu"], seconds))

    threads = [threading.Thread(target=watch), threading.Thread(target=weigh)]
    for thread in threads:
        thread.start()
    said = process.communicate()[0].decode(errors="replace")
    wall = time.perf_counter() - started
    ended.set()
    for thread in threads:
        thread.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # bubblewrap does not pass on what its processes used, so the tree is looked at while it lives.
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**seen, "wall": wall, "cpu": max(cpu, seen["cpu"])}, said


def _tree(pid: int) -> tuple[float, float]:
    """The memory (megabytes, by PSS) of a process and of all that come from it; their CPU seconds so far, ended ones included."""
    import psutil

    memory = seconds = 0.0
    try:
        process = psutil.Process(pid)
        tree = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0.0, 0.0
    for process in tree:
        try:
            seconds += sum(process.cpu_times()[:4])
            memory += process.memory_full_info().pss
        except (psutil.Error, AttributeError, OSError):
            continue
    return memory / 2**20, seconds
