"""The sandbox: what goes in and out, and that nothing stays."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring import Ask
from autograder.errors import SandboxError
from autograder.grading import grade
from autograder.notebook import text
from autograder.plain import Opaque
from autograder.records import Limits
from autograder.sandbox import session as module
from autograder.sandbox.session import WORKER, Lost, Sandbox
from autograder.submission import parse

CHECKS = """
from autograder import probe

@probe
def value(x):
    return x

@probe
def called(f, a):
    return f(a)
"""


@pytest.fixture
def session(sandbox):
    with sandbox.session(Limits(cell_seconds=5), CHECKS, seed=7) as running:
        running.load(["x", "f"])
        yield running


def look(session, expression: str):
    report = session.run(f"x = {expression}", "cell 1", 5)
    assert report.status == "ok", report.detail
    return session.probe(Ask("value", {}, ("x",)), 5).value


def test_each_session_has_its_own_probes(sandbox):
    """They are compiled once, and what one session does to them is not seen by the next."""
    for word in ("one", "other", "one", *(f"no. {n}" for n in range(40)), "one"):
        probes = f"from autograder import probe\nseen = []\n\n@probe\ndef told():\n    seen.append({word!r})\n    return seen\n"
        with sandbox.session(Limits(), probes, seed=1) as running:
            running.load([])
            assert running.probe(Ask("told", {}, ()), 5).value == [word]


@pytest.mark.parametrize("probes", ["def", "raise OSError('no disk')", "x = '\0'"])
def test_probes_that_cannot_be_had_are_the_courses_fault(sandbox, probes):
    cannot = pytest.raises(SandboxError, match="cannot be loaded beside student code")
    with sandbox.session(Limits(), probes, seed=1) as running, cannot:
        running.load([])
    with sandbox.session(Limits(), CHECKS, seed=1) as running:
        running.load(["x"])


def test_a_cell_reports_what_it_bound(session):
    assert session.run("y = 1", "cell 1", 5).bound == frozenset()
    assert session.run("x = 1", "cell 2", 5).bound == {"x"}
    assert session.run("x = ...", "cell 3", 5).bound == frozenset()


def test_a_cell_that_raises_reports_its_line(session):
    report = session.run("a = 1\nb = a.c\n", "cell 1", 5)
    assert (report.status, report.line) == ("raised", 2)
    assert report.detail == "AttributeError: 'int' object has no attribute 'c'"


def test_an_error_whose_text_is_hostile(session):
    hostile = "class E(Exception):\n    def __str__(self): raise SystemExit\nraise E"
    assert session.run(hostile, "cell 1", 5).status == "raised"
    assert look(session, "1") == 1


def test_probes(session):
    session.run("def f(a): return a * 2", "cell 1", 5)
    assert session.probe(Ask("called", {"a": 4}, ("f",)), 5).value == 8
    assert session.probe(Ask("called", {"a": None}, ("f",)), 5).status == "raised"
    assert session.probe(Ask("value", {}, ("x",)), 5).status == "missing"


def test_captured_holes_keep_their_values(session):
    look(session, "1")
    session.capture(["x"], 5)
    session.run("x = 2", "cell 2", 5)
    assert session.probe(Ask("value", {}, ("x",)), 5).value == 1


def test_objects_do_not_come_back(session):
    assert look(session, "object()") == Opaque("object")


def test_scratch_is_empty_writable_and_goes(session):
    assert look(session, "__import__('os').listdir('.')") == []
    session.run("open('a', 'w').write('b')", "cell 2", 5)
    assert look(session, "open('a').read()") == "b"


def test_a_file_that_was_handed_in_lies_where_the_cells_run(session):
    session.place("runs.bin", bytes(range(256)))
    assert session.run("x = open('runs.bin', 'rb').read() == bytes(range(256))\nassert x", "cell 1", 5).status == "ok"


def test_the_environment_says_nothing(session):
    environment = look(session, "dict(__import__('os').environ)")
    ours = {"HOME", "TMPDIR", "MPLCONFIGDIR", "MPLBACKEND", "USER", "GRADESCENT_GRADING"}
    assert set(environment) <= {*ours, "LANG", "PATH", "LC_CTYPE"}


def test_only_the_pipe_is_open(session):
    assert len(look(session, "__import__('os').listdir('/proc/self/fd')")) <= 5


def test_the_rooms_cannot_be_read_or_imported(session):
    secret = Path(__file__).parents[3] / "solutions" / "quartic" / "answers.py"
    assert secret.exists()
    assert session.run(f"open({str(secret)!r})", "cell 1", 5).status == "raised"
    assert "No module named" in session.run("import reference", "cell 1", 5).detail
    assert "No module named" in session.run("import autograder.course", "cell 1", 5).detail


def test_random_numbers_are_those_of_the_seed(sandbox):
    drawn = []
    for seed in (1, 1, 2):
        with sandbox.session(Limits(), CHECKS, seed=seed) as running:
            running.load(["x"])
            drawn.append(look(running, "__import__('random').random()"))
    assert drawn[0] == drawn[1] != drawn[2]


def test_nothing_is_left_of_a_session():
    with Sandbox((), namespaces=False) as sandbox:
        with sandbox.session(Limits(), CHECKS, seed=1) as running:
            running.load(["x"])
            running.run("open('left', 'w').write('x'); import os; os.mkdir('deep'); open('deep/er', 'w')", "cell 1", 5)
            assert (next(sandbox._zygote.home.glob("work-*")) / "deep" / "er").exists()
            pid = running._pid
        assert not list(sandbox._zygote.home.glob("work-*"))
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_closed_sandbox_leaves_no_file_and_no_process():
    with Sandbox(()) as running:
        home, process = running._zygote.home, running._zygote.process
        assert home.exists()
    assert not home.exists()
    assert process.poll() is not None


def zygotes(sandbox: Sandbox) -> list[int]:
    """The warm process, and under bubblewrap those around it; then what it forked."""
    home = str(sandbox._zygote.home).encode()
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and home in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return sorted(found)


@pytest.mark.parametrize("namespaces", [True, False])
@pytest.mark.parametrize("which", [0, -2])
def test_a_zygote_that_dies_is_the_graders_fault_and_the_next_session_has_another(namespaces, which):
    with Sandbox((), namespaces=namespaces) as sandbox:
        with sandbox.session(Limits(), CHECKS, seed=1) as running:
            running.load(["x"])
            os.kill(zygotes(sandbox)[which], signal.SIGKILL)
            with pytest.raises(SandboxError, match="has gone"):
                running.run("while True: pass", "cell 1", 20)
        old = running._pid
        with sandbox.session(Limits(), CHECKS, seed=1) as running:
            running.load(["x"])
            assert look(running, "1") == 1
    if not namespaces:  # within, the number is another's
        deadline = time.monotonic() + 5
        while Path(f"/proc/{old}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not Path(f"/proc/{old}").exists()


def test_a_zygote_that_another_thread_replaces_is_the_graders_fault(monkeypatch):
    """Between the moment when a session gets it and the moment when it writes the probes."""
    with Sandbox(()) as sandbox:
        current = sandbox._current

        def overtaken() -> module._Zygote:
            zygote = current()
            zygote.process.kill()
            zygote.process.wait()
            assert current() is not zygote
            return zygote

        with monkeypatch.context() as patch:
            patch.setattr(sandbox, "_current", overtaken)
            with pytest.raises(SandboxError, match="No such file"), sandbox.session(Limits(), CHECKS, seed=1):
                pass
        with sandbox.session(Limits(), CHECKS, seed=1) as running:
            running.load(["x"])


@pytest.fixture
def changed_worker(monkeypatch):
    """Adds lines to the end of the worker, in the copies that are made from here on."""

    def change(lines: str) -> None:
        copy_engine = module._Zygote._copy_engine

        def copied(zygote: module._Zygote) -> Path:
            engine = copy_engine(zygote)
            with (engine / "autograder" / "sandbox" / "worker.py").open("a") as worker:
                worker.write(lines)
            return engine

        monkeypatch.setattr(module._Zygote, "_copy_engine", copied)

    return change


REFUSED_ONCE = """
def refused_once(call, when):
    calls = iter(range(when))

    def instead(*arguments):
        if next(calls, 0) == when - 1:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return call(*arguments)

    return instead

os.{name} = refused_once(os.{name}, 2)
"""


@pytest.mark.parametrize("namespaces", [True, False])
@pytest.mark.parametrize("name", ["fork", "pidfd_open"])
def test_a_process_that_cannot_be_had_is_one_submissions_trouble(changed_worker, name, namespaces):
    changed_worker(REFUSED_ONCE.format(name=name))
    with Sandbox((), namespaces=namespaces) as sandbox, sandbox.session(Limits(), CHECKS, seed=1) as first:
        first.load(["x"])
        refused = pytest.raises(SandboxError, match="could not be started: .*temporarily unavailable")
        with refused, sandbox.session(Limits(), CHECKS, seed=1):
            pass
        with sandbox.session(Limits(), CHECKS, seed=1) as third:
            third.load(["x"])
            assert look(third, "1") == 1
        assert look(first, "1") == 1
        if not namespaces:
            assert len(list(sandbox._zygote.home.glob("work-*"))) == 1


def test_what_no_process_can_be_had_to_remove_is_no_submissions_trouble(changed_worker):
    changed_worker(REFUSED_ONCE.format(name="fork"))
    with Sandbox(()) as sandbox:
        zygote = sandbox._zygote
        for _ in range(2):
            with sandbox.session(Limits(), CHECKS, seed=1) as running:
                running.load(["x"])
                running.run("open('left', 'w').write('x')", "cell 1", 5)
        sandbox.ready()
        assert sandbox._zygote is zygote


def test_a_package_that_the_zygote_does_not_see_is_said_with_what_to_do(changed_worker):
    changed_worker("import packaged_nowhere\n")
    with Sandbox(()) as sandbox, pytest.raises(SandboxError, match="packaged_nowhere'; .* into a virtual environment"):
        sandbox.ready()


def test_it_starts_where_python_keeps_what_it_compiles_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    with Sandbox(()) as sandbox:
        sandbox.ready()


def test_the_start_of_the_zygote_is_no_students_time(tmp_path, assignment, solved):
    """Also where it takes longer than a notebook may: here, with a nap."""
    slow = replace(assignment, limits=replace(assignment.limits, cell_seconds=1.0, total_seconds=1.0))
    submission = parse(text(solved).encode(), "alice", tmp_path / "alice.ipynb")
    with Sandbox(()) as sandbox:
        whole = sandbox._zygote._wait

        def late() -> None:
            if not sandbox._zygote._ready:
                time.sleep(1.5)
            whole()

        sandbox._zygote._wait = late
        score = grade(slow, submission, sandbox)
    assert score.score == 4.0
    assert score.seconds < 1.5


def test_a_stopped_sandbox_starts_nothing_again():
    with Sandbox(()) as sandbox:
        with sandbox.session(Limits(), CHECKS, seed=1) as running:
            threading.Timer(0.2, sandbox.stop).start()
            with pytest.raises(SandboxError):
                running.run("while True: pass", "cell 1", 20)
        with pytest.raises(SandboxError, match="stopped"), sandbox.session(Limits(), CHECKS, seed=1):
            pass


def test_what_a_killed_grader_leaves_is_removed_by_the_next():
    left, held, young = (Path(tempfile.mkdtemp(prefix="gradescent-sandbox-")) for _ in range(3))
    (left / "engine").mkdir()
    long_ago = time.time() - 3600
    for folder in (left, held):
        os.utime(folder, (long_ago, long_ago))
    descriptor = os.open(held, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with Sandbox(()):
            assert (left.exists(), held.exists(), young.exists()) == (False, True, True)
    finally:
        os.close(descriptor)
        held.rmdir()
        young.rmdir()


def test_where_nothing_can_be_forked_a_new_python_does(tmp_path):
    with Sandbox(("decimal",), start="spawn") as sandbox:
        drawn = []
        for _ in range(2):
            with sandbox.session(Limits(cell_seconds=5), CHECKS, seed=7) as running:
                running.load(["x", "f"])
                drawn.append(look(running, "__import__('random').random()"))
                assert "namespaces" not in running.layers
                assert "decimal" in look(running, "sorted(__import__('sys').modules)")
                assert running.run("open('left', 'w').write('x')", "cell 2", 5).status == "ok"
                assert running.run("x = 5\nwhile True: pass", "cell 3", 0.2).status == "timeout"
                with pytest.raises(Lost, match="ended the process"):
                    running.run("import os; os._exit(0)", "cell 4", 5)
        assert drawn[0] == drawn[1]
        assert not list(sandbox._zygote.home.glob("work-*"))


def test_cpu_time_is_counted():
    with Sandbox(()) as sandbox:
        before = sandbox.cpu_seconds()
        with sandbox.session(Limits(), CHECKS, seed=1) as running:
            running.load(["x"])
            running.run("import time\nwhile time.process_time() < 0.3: pass", "cell 1", 20)
        assert 0.1 < sandbox.own_seconds <= sandbox.cpu_seconds() - before


def test_an_interrupted_cell_keeps_what_it_had_done(session):
    report = session.run("x = 5\nwhile True: pass", "cell 1", 0.2)
    assert report.status == "timeout"
    assert session.probe(Ask("value", {}, ("x",)), 5).value == 5


def test_a_sleep_is_interrupted(session):
    started = time.monotonic()
    assert session.run("import time; time.sleep(60)", "cell 1", 0.2).status == "timeout"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("end", ["os._exit(0)", "os.abort()", "os.kill(os.getpid(), 9)"])
def test_a_process_that_ends_is_lost(session, end):
    with pytest.raises(Lost, match="ended the process"):
        session.run(f"import os; {end}", "cell 1", 5)


def test_a_memory_bomb_is_an_error_of_the_cell(sandbox):
    with sandbox.session(Limits(memory_mb=64), CHECKS, seed=1) as running:
        running.load(["x"])
        assert running.run("x = bytearray(10**9)", "cell 1", 5).detail == "MemoryError"


def test_what_is_answered_is_limited_in_all(sandbox):
    with sandbox.session(Limits(output_mb=1), CHECKS, seed=1) as running:
        running.load(["x"])
        running.run("x = 'y' * 400_000", "cell 1", 5)
        for _ in range(2):
            assert len(running.probe(Ask("value", {}, ("x",)), 5).value) == 400_000
        with pytest.raises(Lost, match="limit on output"):
            running.probe(Ask("value", {}, ("x",)), 5)


def test_required_layers(sandbox):
    sandbox.require(())
    sandbox.require(("rlimits", "carbonite|rlimits"))
    with pytest.raises(SandboxError, match="no carbonite"):
        sandbox.require(("rlimits", "carbonite"))


def test_a_secret_package_that_is_installed_cannot_be_read(tmp_path, monkeypatch):
    """As where the grader is installed from a wheel, `reference` lies among the packages that students import."""
    tree = tmp_path / "packages"
    for name in ("secretive", "ordinary"):
        (tree / name).mkdir(parents=True)
        (tree / name / "__init__.py").write_text("word = 'sesame'")
    os.chmod(tmp_path, 0o755)
    for folder in (tmp_path.parent, tmp_path.parent.parent):
        os.chmod(folder, 0o755)
    before = module.default_readable()
    monkeypatch.setattr(module, "default_readable", lambda: (*before, tree))
    monkeypatch.setattr(module, "secret_packages", lambda: (tree / "secretive",))
    for namespaces in (True, False):
        with Sandbox((), namespaces=namespaces) as running, running.session(Limits(), CHECKS, seed=1) as session:
            if "landlock" not in session.layers and "namespaces" not in session.layers:
                pytest.skip("neither Landlock nor namespaces here")
            session.load(["x"])
            session.run(f"import sys; sys.path.append({str(tree)!r})", "cell 1", 5)
            assert session.run("import ordinary; x = ordinary.word", "cell 2", 5).status == "ok"
            assert session.run("import secretive; x = secretive.word", "cell 3", 5).status == "raised"
            assert (
                session.run(f"x = open({str(tree / 'secretive' / '__init__.py')!r}).read()", "cell 4", 5).status
                == "raised"
            )


@pytest.mark.heavy
def test_torch_and_matplotlib_work_inside():
    code = """
import torch, matplotlib.pyplot as plt
torch.manual_seed(0)
w = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.Adam([w], lr=0.1)
for _ in range(20):
    optimizer.zero_grad(); loss = (w ** 2).sum(); loss.backward(); optimizer.step()
plt.plot([1, 2], [3, 4]); plt.title(r'$\\alpha$'); plt.savefig('a.png'); plt.show()
x = w
"""
    with Sandbox() as running, running.session(Limits(), CHECKS, seed=1) as session:
        session.load(["x"])
        report = session.run(code, "cell 1", 60)
        assert report.status == "ok", report.detail
        assert session.probe(Ask("value", {}, ("x",)), 5).value.data[0] < 1


DRAWS = """
import random
def f(a):
    return random.random()
"""


def test_a_probe_draws_from_a_stream_of_its_own(sandbox):
    """The same for the same ask, whatever was asked before; the cells' own stream goes on as if nothing had been."""

    def seen(asks: list[int]) -> tuple[dict[int, object], object]:
        with sandbox.session(Limits(cell_seconds=5), CHECKS, seed=3) as running:
            running.load(["x", "f"])
            running.run(DRAWS, "cell 1", 5)
            drawn = {a: running.probe(Ask("called", {"a": a}, ("f",)), 5).value for a in asks}
            running.run("x = random.random()", "cell 2", 5)
            return drawn, running.probe(Ask("value", {}, ("x",)), 5).value

    few, after_few = seen([2])
    many, after_many = seen([1, 2, 1])
    assert many[1] != many[2] == few[2]
    assert after_few == after_many


def test_the_hundredth_process_is_like_the_first(sandbox):
    """After some forks the zygote gathers its memory into huge pages; nobody can tell."""
    for number in range(40):
        with sandbox.session(Limits(cell_seconds=5), CHECKS, seed=number) as running:
            running.load(["x", "f"])
            assert look(running, f"{number} * 2") == 2 * number


def test_the_worker_has_what_it_imports_and_no_more():
    seen = "import sys, autograder.sandbox.worker; print(*(m for m in sys.modules if m.startswith('autograder')))"
    command = [sys.executable, "-c", seen]
    said = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True).stdout
    loaded = {name.partition(".")[2].replace(".", "/") for name in said.split()}
    assert loaded == {name.removesuffix("__init__").rstrip("/") for name in WORKER}
