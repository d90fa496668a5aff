"""The other side of the pipe: a warm process that forks one child for each submission.

`main` is the *zygote*. It imports what students import, once, on one thread (a thread pool would not survive the
fork), and then forks on request. It runs nobody's code but ours. The *child* locks itself in, and only then runs cells and
probes, as the grader asks for them one by one. What the child answers is a claim; no check runs here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import linecache
import os
import random
import signal
import socket
import sys
import tempfile
import traceback
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time, sleep
from typing import Any

from autograder import authoring
from autograder.plain import Array, Plain, TooLarge, plain
from autograder.sandbox import wire
from autograder.sandbox.confine import Policy, confine, warm_up
from autograder.sandbox.huge_pages import collapse
from autograder.sandbox.scratch import remove_tree

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_CONTROL_BYTES = 1 << 16
# It costs what it saves in some fifty forks: a class gets it, a notebook or two do not wait for it.
_FORKS_BEFORE_COLLAPSE = 24
_CLEANED_WITHIN = 0.1  # seconds
_KEPT_PROBES = 32  # an author who watches saves often; a course has fewer assignments


def main(argv: Sequence[str]) -> None:
    """The zygote.

    Args:
        argv: the control socket's descriptor, a file with what holds for every submission alike (where scratch folders
            go, the user to become, what may be read), and the modules to import before the first fork.
    """
    control = socket.socket(fileno=int(argv[0]))
    terms: dict[str, Any] = json.loads(Path(argv[1]).read_text(encoding="utf-8"))
    uid: int | None = terms["uid"]
    _import(argv[2:])
    transform = _cell_transformer()
    if terms["confine"]:
        warm_up(uid, tuple(Path(path) for path in terms["readable"]))
    _forget_the_engine()
    gc.collect()
    gc.freeze()  # so that a child's collector does not copy every page that the zygote holds
    control.sendall(b"{}\n")
    forks, compiled, cleaners = 0, dict[str, types.CodeType](), list[_Cleaner]()
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, _CONTROL_BYTES, 1)
        if not data:
            os._exit(0)  # the interpreter's good-bye to torch takes a second
        cleaners = [cleaner for cleaner in cleaners if not cleaner.done()]
        request = json.loads(data)
        if request["op"] == "ping":
            control.sendall(json.dumps({"cpu": _cpu_seconds()}).encode() + b"\n")
            continue
        if request["op"] == "reap":
            _, status = os.waitpid(request["pid"], 0)
            cleaners += _clean(request["scratch"], uid)
            control.sendall(json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode() + b"\n")
            continue
        if request["probes"] not in compiled:  # once, and not in each child
            if len(compiled) >= _KEPT_PROBES:
                compiled.clear()
            compiled[request["probes"]] = _compiled(request["probes"])
            gc.freeze()
        forks += 1
        if forks == _FORKS_BEFORE_COLLAPSE:
            collapse()
        scratch, pid = "", 0
        try:
            scratch = tempfile.mkdtemp(prefix="work-", dir=terms["scratch_root"])
            if uid is not None:
                os.chown(scratch, uid, uid)
            pid = os.fork()
            pidfds = [os.pidfd_open(pid)] if pid and hasattr(os, "pidfd_open") else []
        except OSError as error:  # no room is this submission's trouble, and not that of all which are running
            with socket.socket(fileno=descriptors[0]) as theirs:
                theirs.shutdown(socket.SHUT_RDWR)
            if pid:
                os.waitpid(pid, 0)  # it ends when it is hung up on, and may be another user's by now
            with contextlib.suppress(OSError):
                os.rmdir(scratch)
            said = f"no scratch folder or no process: {error.strerror}"
            control.sendall(json.dumps({"error": said}).encode() + b"\n")
            continue
        if pid == 0:
            # Whatever happens, a child never returns into the zygote's loop.
            try:
                control.close()
                probes = compiled[request["probes"]]
                _child(
                    socket.socket(fileno=descriptors[0]), {**terms, **request, "scratch": scratch}, probes, transform
                )
            finally:
                os._exit(0)
        os.close(descriptors[0])
        socket.send_fds(control, [json.dumps({"pid": pid, "scratch": scratch}).encode() + b"\n"], pidfds)
        for pidfd in pidfds:
            os.close(pidfd)


def alone(argv: Sequence[str]) -> None:
    """A child that no zygote forked.

    Args:
        argv: as for `main`, but for the socket, which is the child's own, and the request, which comes before the modules.
    """
    terms: dict[str, Any] = json.loads(Path(argv[1]).read_text(encoding="utf-8"))
    request: dict[str, Any] = json.loads(argv[2])
    _import(argv[3:])
    _forget_the_engine()
    probes = _compiled(request["probes"])
    _child(socket.socket(fileno=int(argv[0])), {**terms, **request}, probes, _cell_transformer())
    os._exit(0)


def _compiled(path: str) -> types.CodeType:
    """The probes in this file, not yet run; what is no Python gives code that says so."""
    try:
        return compile(Path(path).read_bytes(), "checks.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return compile(f"raise SyntaxError({str(error)!r})", "checks.py", "exec")


def _cpu_seconds() -> float:
    """CPU time of this process and of its children that have ended, to the microsecond.

    Not by `time.process_time`: where a limit on it is set, the kernel brings that clock up to date at its ticks only.
    """
    if resource is None:
        return process_time()
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in used)


def _import(names: Sequence[str]) -> None:
    gc.disable()  # a fifth of the time of these imports goes into looking for garbage that they do not make
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.enable()
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@dataclass(frozen=True)
class _Cleaner:
    """A process that removes what a submission left."""

    pid: int
    scratch: str

    def done(self, seconds: float = 0.0) -> bool:
        """Whether it has ended, or does so within a time; then its folder is gone."""
        until = monotonic() + seconds
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if monotonic() >= until:
                return False
            sleep(0.001)
        with contextlib.suppress(OSError):
            os.rmdir(self.scratch)
        return True


def _clean(scratch: str, uid: int | None) -> list[_Cleaner]:
    """Removes what a submission left, as the user that it was left by: root without its capabilities may not.

    Nobody waits long for it: of a submission that left a million files the process is returned that still removes them.
    """
    with contextlib.suppress(OSError):
        os.rmdir(scratch)  # most leave nothing, and a fork costs milliseconds
        return []
    try:
        pid = os.fork()
    except OSError:
        return []  # it goes with the zygote, and those that run do not
    if pid == 0:
        try:
            if uid is not None and os.stat(scratch).st_uid == uid:
                os.setgroups([])
                os.setresgid(uid, uid, uid)
                os.setresuid(uid, uid, uid)
            remove_tree(scratch)
        finally:
            os._exit(0)
    cleaner = _Cleaner(pid, scratch)
    return [] if cleaner.done(_CLEANED_WITHIN) else [cleaner]


def _cell_transformer() -> Callable[[str], str]:
    """What Jupyter does to a cell before Python sees it: `%magic`, `!command`, `name?`."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        return lambda source: source
    transform: Callable[[str], str] = TransformerManager().transform_cell
    return transform


def _child(
    sock: socket.socket, request: dict[str, Any], probes: types.CodeType, transform: Callable[[str], str]
) -> None:
    try:
        layers = _lock_in(sock.fileno(), request)
    except Exception as error:
        wire.send(sock, {"error": f"{type(error).__name__}: {error}"})
        return
    wire.send(sock, {"layers": layers})
    _Room(sock, probes, transform, request["seed"]).serve()


def _lock_in(kept: int, request: dict[str, Any]) -> list[str]:
    """Drops all that came with the fork, but for the one descriptor, and then all rights."""
    os.setsid()
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(name, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)
    scratch = request["scratch"]
    os.environ.clear()
    os.environ.update(HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch, USER="student")
    # By the last one a given cell knows not to train for minutes what was handed in as a file.
    os.environ.update(MPLBACKEND="Agg", LANG="C.UTF-8", PATH="", GRADESCENT_GRADING="1")
    layers: tuple[str, ...] = ()
    if request["confine"]:
        readable = tuple(Path(path) for path in request["readable"])
        listable = tuple(Path(path) for path in request["listable"])
        policy = Policy(readable=readable, listable=listable, scratch=Path(scratch), **request["limits"])
        layers = confine(policy, allowed_uid=request["uid"])
    os.chdir(scratch)
    return list(layers)


def _forget_the_engine() -> None:
    """Nothing beside the standard library and what is installed can be imported from here on."""
    ours = str(Path(__file__).absolute().parents[2])
    for entry in [entry for entry in sys.path if not entry or os.path.abspath(entry) == ours]:
        sys.path.remove(entry)
    # Not all of them: to free them would copy the zygote's pages.
    for entry in [entry for entry in sys.path_importer_cache if not entry or os.path.abspath(entry).startswith(ours)]:
        del sys.path_importer_cache[entry]
    sys.meta_path[:] = [
        finder for finder in sys.meta_path if "__editable__" not in type(finder).__module__ + repr(finder)
    ]


class _Room:
    """The namespace in which one student's cells run, and the probes beside it."""

    def __init__(self, sock: socket.socket, probes: types.CodeType, transform: Callable[[str], str], seed: int) -> None:
        self.sock = sock
        self.code = probes
        self.transform = transform
        self.module = types.ModuleType("__main__")
        self.names = self.module.__dict__
        self.holes: tuple[str, ...] = ()
        self.captured: dict[str, object] = {}
        self.probes: dict[str, Callable[..., object]] = {}
        sys.modules["autograder.kernel"] = _Kernel("autograder.kernel")
        self.names.update(grader=_Quiet(), get_ipython=lambda: _Shell(self), display=lambda *_, **__: None)
        sys.modules["__main__"] = self.module
        _seed(seed)

    def serve(self) -> None:
        """Answers the grader's requests until it hangs up."""
        operations: dict[str, Callable[..., dict[str, Any]]] = {
            "load": self.load,
            "place": self.place,
            "run": self.run,
            "capture": self.capture,
            "probe": self.probe,
        }
        request = None
        while True:
            # An interrupt that comes too late must not end the process.
            try:
                request = wire.receive(self.sock)
                reply = operations[request.pop("op")](**{k: v for k, v in request.items() if k != "id"})
                wire.send(self.sock, {"id": request["id"], **reply})
            except wire.Closed:
                return
            except KeyboardInterrupt:
                if request is not None:
                    wire.send(
                        self.sock, {"id": request["id"], "status": "timeout", "detail": "", "bound": self._bound()}
                    )
            except (wire.WireError, TooLarge) as error:
                if request is not None:
                    wire.send(self.sock, {"id": request["id"], "status": "lost", "detail": str(error)})
            request = None

    def load(self, holes: list[str]) -> dict[str, Any]:
        """Makes the assignment's probes, and takes the names of its holes."""
        module = types.ModuleType("checks")
        reply = self._guarded(lambda: exec(self.code, module.__dict__), "checks.py")
        found = [value for value in vars(module).values() if isinstance(value, authoring.Probe)]
        self.probes = {probe.name: probe.function for probe in found}
        self.holes = tuple(holes)
        return reply

    def place(self, name: str, value: Array) -> dict[str, Any]:
        """Writes a file that was handed in beside the notebook."""

        def write() -> None:
            Path(name).write_bytes(value.data.tobytes())

        return self._guarded(write, name)

    def run(self, source: str, name: str) -> dict[str, Any]:
        """Runs one cell; what it raised is an answer like any other."""
        reply = self._guarded(lambda: self._execute(source, name), name)
        figures = sys.modules.get("matplotlib.pyplot")
        if figures is not None:
            with contextlib.suppress(Exception):
                figures.close("all")
        return {**reply, "bound": self._bound()}

    def _execute(self, source: str, name: str) -> None:
        text = self.transform(source)
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        exec(compile(text, name, "exec", dont_inherit=True), self.names)

    def capture(self, holes: list[str]) -> dict[str, Any]:
        """Keeps the values that these holes have now, whatever becomes of their names later."""
        self.captured.update({hole: self.names[hole] for hole in holes if hole in self._bound()})
        return {"status": "ok"}

    def probe(self, probe: str, inputs: dict[str, Any], holes: list[str], seed: int) -> dict[str, Any]:
        """Calls a probe with the student's holes; its value goes back as plain data.

        What draws from the generators that all share draws from a stream of the probe's own: so what is seen depends neither
        on what was asked before, nor do the cells that follow notice.
        """
        values: list[Plain] = []
        bound = {hole: self.names[hole] for hole in self._bound()} | self.captured
        if missing := [hole for hole in holes if hole not in bound]:
            return {"status": "missing", "detail": authoring.unanswered(holes, missing)}
        arguments = {hole: bound[hole] for hole in holes}

        def call() -> None:
            with _stream(seed):
                # To make plain data of what came back may run the student's code, too, or fail.
                values.append(plain(self.probes[probe](**arguments, **inputs)))

        reply = self._guarded(call, "")
        if reply["status"] == "ok":
            reply["value"] = values[0]
        return reply

    def _bound(self) -> list[str]:
        return [hole for hole in self.holes if self.names.get(hole, ...) is not ...]

    def _guarded(self, action: Callable[[], None], name: str) -> dict[str, Any]:
        started = _cpu_seconds()
        return {**self._tried(action, name), "cpu": _cpu_seconds() - started}

    def _tried(self, action: Callable[[], None], name: str) -> dict[str, Any]:
        try:
            action()
        except KeyboardInterrupt:
            return {"status": "timeout", "detail": ""}
        except TooLarge:
            raise
        except NotImplementedError as error:
            return {"status": "missing", "detail": str(error)[:300], "line": _place(error)[1]}
        except BaseException as error:
            cell, line = _place(error)
            return {"status": "raised", "detail": _words(error), "line": line, "cell": cell or name}
        return {"status": "ok", "detail": ""}


def _seed(seed: int) -> None:
    """Seeds the generators that all code shares."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
    if "torch" in sys.modules:
        # Not torch.manual_seed, which gets ready to seed devices that are out of reach here: that costs milliseconds.
        sys.modules["torch"].default_generator.manual_seed(seed)


@contextlib.contextmanager
def _stream(seed: int) -> Iterator[None]:
    """Within the block they draw what this seed gives, and go on after it as if nothing had been."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    before = random.getstate()
    of_numpy = numpy.random.get_state() if numpy else None
    of_torch = torch.default_generator.get_state() if torch else None
    _seed(seed)
    try:
        yield
    finally:
        random.setstate(before)
        if numpy:
            numpy.random.set_state(of_numpy)
        if torch:
            torch.default_generator.set_state(of_torch)


def _words(error: BaseException) -> str:
    """The error as one line; its own text may be hostile, so nothing here may raise."""
    try:
        text = traceback.format_exception_only(error)[-1].strip()
    except Exception:
        text = type(error).__name__
    return text.replace("\n", " ")[:300]


def _place(error: BaseException) -> tuple[str, int | None]:
    """The innermost cell and line of the student's that an error came through; "" where there is none."""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("cell "):
        return str(error.filename), error.lineno
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith("cell "):
            return frame.filename, frame.lineno
    return "", None


class _Quiet:
    """Stands in for `grader` in the student's cells: every call does nothing, for marks are given elsewhere."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


class _Kernel(types.ModuleType):
    """Stands in for the module that a notebook's first cell imports `Grader` from."""

    Grader = staticmethod(lambda *_, **__: _Quiet())


class _Shell:
    """Stands in for IPython: magics that wrap a cell run it, all others do nothing."""

    def __init__(self, room: _Room) -> None:
        self._room = room

    def run_cell_magic(self, magic: str, line: str, cell: str) -> None:
        if magic in {"time", "timeit", "capture", "prun"}:
            self._room._execute(cell, f"cell %%{magic}")

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


if __name__ == "__main__":
    main(sys.argv[1:])
