"""The grader's side of the sandbox: a warm zygote, and one forked, locked-in process for each submission.

    with Sandbox() as sandbox, sandbox.session(limits, checks_source, seed=1) as session:
        session.load(holes=["descend"])
        report = session.run("def descend(w0, lr, steps): ...", "cell 3")
        seen = session.probe(walk(w0=2.0, lr=0.01, steps=5))

Everything that comes from a session is a claim made by the student's process.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from autograder.authoring import Ask, Seen
from autograder.errors import SandboxError
from autograder.plain import Array, printable
from autograder.records import Limits
from autograder.sandbox import wire
from autograder.sandbox.confine import available, bubblewrap, default_readable, readable_without
from autograder.sandbox.scratch import remove_tree

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PRELOAD = ("numpy", "torch", "torch._dynamo", "matplotlib.pyplot")
DEFAULT_START: Literal["fork", "spawn"] = "fork" if sys.platform.startswith("linux") else "spawn"
WORKER = (
    "__init__",
    "authoring",
    "plain",
    "sandbox/__init__",
    "sandbox/confine",
    "sandbox/huge_pages",
    "sandbox/landlock",
    "sandbox/libc",
    "sandbox/scratch",
    "sandbox/seccomp",
    "sandbox/wire",
    "sandbox/worker",
)
"""The modules of the engine that a student's process has."""
_HOME = "gradescent-sandbox-"
_ENGINE = Path(__file__).resolve().parents[1]
_START_SECONDS = 120.0
_GRACE_SECONDS = 2.0
_UID = 65534  # nobody
_SCRATCH_BYTES = 1 << 30  # for all submissions that run at a time
_SECRET_PACKAGES = ("reference",)


class Lost(Exception):
    """The student's process has ended, or no longer talks sense; says how."""


@dataclass(frozen=True)
class Report:
    """How a cell fared: "ok", "raised", "missing" (it raised NotImplementedError) or "timeout"."""

    status: str
    detail: str
    line: int | None
    bound: frozenset[str]


class Sandbox:
    """A warm process to fork from. Use as a context manager; `session` may be called from several threads.

    The process starts in the background: only the first session waits for it. Should it die (somebody killed it, memory
    ran out), the sessions of that moment raise `SandboxError`, and the next one gets a new process.

    Args:
        preload: modules imported once, before the first fork; those that are not installed are passed over.
        confined: whether children lock themselves in (see `autograder.sandbox.confine`). Only tests turn it off.
        namespaces: whether the zygote starts inside bubblewrap where the host offers it.
        start: "fork", or "spawn" where a process that has imported torch cannot be forked (macOS): a new Python for each
            submission, some seconds slower, and without namespaces.
    """

    def __init__(
        self,
        preload: Sequence[str] = PRELOAD,
        *,
        confined: bool = True,
        namespaces: bool = True,
        start: Literal["fork", "spawn"] = DEFAULT_START,
    ) -> None:
        self._preload = tuple(preload)
        self._confined = confined
        self._start: Literal["fork", "spawn"] = start
        self._namespaces = confined and namespaces and start == "fork" and available()["namespaces"] is None
        self._lock = threading.Lock()
        self._stopped = False
        self.own_seconds = 0.0

    def __enter__(self) -> Self:
        _remove_stale()
        # bubblewrap ends with the thread that started it, so one thread that lasts starts them all.
        self._starter = ThreadPoolExecutor(1, "zygote")
        self._zygote = self._warm()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zygote.close()
        self._starter.shutdown()

    def stop(self) -> None:
        """Ends all sessions at once, from any thread; they and later ones raise `SandboxError`."""
        self._stopped = True
        self._zygote.kill()

    def ready(self) -> None:
        """Waits until the process is warm: that is no student's time. Raises `SandboxError` where it does not start."""
        self._current().ping()

    def cpu_seconds(self) -> float:
        """CPU time of the warm process and of all children that it forked and that have ended."""
        return float(self._current().request({"op": "ping"})[0]["cpu"])

    def _warm(self) -> _Zygote:
        starting = self._starter.submit(_Zygote, self._preload, self._confined, self._namespaces, self._start)
        return starting.result()

    def _current(self) -> _Zygote:
        with self._lock:
            if self._stopped:
                raise SandboxError("the grading was stopped")
            if self._zygote.gone:
                self._zygote.close()
                self._zygote = self._warm()
            return self._zygote

    @contextlib.contextmanager
    def session(self, limits: Limits, probes: str, seed: int) -> Iterator[Session]:
        """A fresh process for one submission, with an empty scratch folder; gone when the block ends.

        Args:
            probes: the public part of a `checks.py`, compiled once for all sessions that have the same.
            seed: of the generators that the student's code shares.

        Raises:
            SandboxError: the process could not be started or could not lock itself in, or its zygote died.
        """
        zygote = self._current()
        request = {
            "op": "fork",
            "seed": seed,
            "probes": zygote.written(probes),
            "limits": {
                "memory_bytes": limits.memory_mb << 20,
                "cpu_seconds": limits.cpu_seconds,
                "file_bytes": limits.file_mb << 20,
                "open_files": limits.open_files,
                "processes": limits.processes,
            },
        }
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                reply, pidfd = zygote.fork(request, theirs.fileno())
            if "error" in reply:
                raise SandboxError(f"the student's process could not be started: {reply['error']}")
            session = Session(ours, reply["pid"], pidfd, self._namespaces, zygote.ping, limits.output_mb << 20)
            try:
                session.begin()
                yield session
            finally:
                session.kill()
                with contextlib.suppress(SandboxError):
                    zygote.reap(reply)
                if pidfd is not None:
                    os.close(pidfd)
                with self._lock:
                    self.own_seconds += session.own_seconds
        finally:
            ours.close()

    def require(self, layers: Sequence[str]) -> None:
        """Raises `SandboxError` unless each of these layers is in force; "a|b" asks for one of the two."""
        with self.session(Limits(), "", seed=0) as session:
            missing = lacking(layers, session.layers)
        if missing:
            raise SandboxError(
                f"this machine isolates submissions less than the course asks for: no {', no '.join(missing)}; "
                "`gradescent doctor` says how to get it, --weaker-isolation grades nevertheless"
            )


class _Zygote:
    """One warm process with its folder; or, where nothing can be forked, the folder alone."""

    def __init__(
        self, preload: tuple[str, ...], confined: bool, namespaces: bool, start: Literal["fork", "spawn"]
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=_HOME))
        self.home.chmod(0o711)
        self._held = _hold(self.home)
        self._lock = threading.Lock()
        self._ready = False
        self._broken = False
        self._namespaces = namespaces
        self._preload = preload
        self._spawned: dict[int, subprocess.Popen[bytes]] = {}
        self._secret = secret_packages()
        self._engine = self._copy_engine()
        (self.home / "matplotlib").mkdir()
        readable, listable = readable_without(default_readable(), self._secret)
        # What holds for every submission alike is said once; a request says only what is its own.
        agreed = {
            # Inside namespaces /tmp is memory of a given size; else the folder that goes with the zygote.
            "scratch_root": "/tmp" if namespaces else str(self.home),
            "confine": confined,
            "uid": _UID if confined and os.getuid() == 0 else None,
            "readable": [str(path) for path in readable],
            "listable": [str(path) for path in listable],
        }
        self._terms = self.home / "terms.json"
        self._terms.write_text(json.dumps(agreed))
        self.process: subprocess.Popen[bytes] | None = None
        if start == "fork":
            self._control, theirs = socket.socketpair()
            with theirs:
                self.process = self._launch("main", theirs.fileno())

    def _launch(self, entry: str, descriptor: int, *more: str) -> subprocess.Popen[bytes]:
        program = f"import sys; sys.path.insert(0, sys.argv.pop(1)); from autograder.sandbox.worker import {entry}; "
        command = [sys.executable, "-I", "-c", program + f"{entry}(sys.argv[1:])", str(self._engine), str(descriptor)]
        command += [str(self._terms), *more, *self._preload]
        if self._namespaces:
            bound = (*default_readable(), self._engine)
            command = bubblewrap(command, bound, self.home, secret=self._secret, tmp_bytes=_SCRATCH_BYTES)
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": str(self.home / "matplotlib"),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
        }
        with open(self.home / "zygote.log", "wb") as log:
            return subprocess.Popen(
                command, pass_fds=[descriptor], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _copy_engine(self) -> Path:
        """A copy of what the worker is made of: beside it lie the rest of the engine, and rooms that no child may see."""
        package = self.home / "engine" / _ENGINE.name
        for name in WORKER:
            source = _ENGINE / f"{name}.py"
            # With their times, so that what Python compiled of them once is good for the copies.
            for path in (source, Path(importlib.util.cache_from_source(str(source)))):
                if not path.is_relative_to(_ENGINE):  # where PYTHONPYCACHEPREFIX has put it, no copy would look for it
                    continue
                copy = package / path.relative_to(_ENGINE)
                copy.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy2(path, copy)
        return package.parent

    def written(self, probes: str) -> str:
        """The path of a file with these probes, for the process to read; raises `SandboxError` where it cannot be had."""
        path = self.home / f"probes-{hashlib.sha256(probes.encode()).hexdigest()[:32]}.py"
        with self._lock:
            try:
                if not path.exists():
                    path.write_bytes(probes.encode())
            except OSError as error:  # another session may have found this process dead and cleared up after it
                with contextlib.suppress(OSError):
                    path.unlink()  # half a file is none
                raise SandboxError(f"the probes cannot be given to the grading process: {error}") from None
        return str(path)

    @property
    def gone(self) -> bool:
        """Whether the process has ended."""
        return self._broken or (self.process is not None and self.process.poll() is not None)

    def request(self, request: Mapping[str, Any], descriptor: int | None = None) -> tuple[dict[str, Any], int | None]:
        """Asks the process for something; raises `SandboxError` where it does not answer."""
        with self._lock:
            if self.process is None:
                return {"cpu": sum(os.times()[2:4])}, None
            try:
                self._wait()
                passed = [] if descriptor is None else [descriptor]
                socket.send_fds(self._control, [json.dumps(request).encode()], passed)
                data, descriptors, _, _ = socket.recv_fds(self._control, 4096, 1)
            except OSError as error:
                self._broken = True
                raise SandboxError(f"the grading process has gone: {error}") from None
            if not data:
                self._broken = True
                raise SandboxError("the grading process has gone")
        return json.loads(data), descriptors[0] if descriptors else None

    def _wait(self) -> None:
        """Waits until the process has imported what students import."""
        if self._ready:
            return
        self._control.settimeout(_START_SECONDS)
        try:
            self._ready = bool(self._control.recv(16))
        except OSError:
            self._ready = False
        if not self._ready:
            self._broken = True
            words = (self.home / "zygote.log").read_text(errors="replace").strip().splitlines()
            said = words[-1] if words else "it said nothing"
            if said.startswith("ModuleNotFoundError"):  # also of what the grader itself has, from its user's home
                said += "; what `pip install --user` installs is not seen there: install into a virtual environment"
            raise SandboxError(f"the grading process did not start: {said}")

    def fork(self, request: dict[str, Any], descriptor: int) -> tuple[dict[str, Any], int | None]:
        """Starts a submission's process; its number, its scratch folder, and a handle to signal it by."""
        if self.process is not None:
            return self.request(request, descriptor)
        scratch = tempfile.mkdtemp(prefix="work-", dir=self.home)
        if os.getuid() == 0:
            os.chown(scratch, _UID, _UID)
        process = self._launch("alone", descriptor, json.dumps({**request, "scratch": scratch}))
        with self._lock:
            self._spawned[process.pid] = process
        return {"pid": process.pid, "scratch": scratch}, None

    def reap(self, started: Mapping[str, Any]) -> None:
        """Waits for a submission's process, which was killed, and clears up after it."""
        if self.process is not None:
            self.request({"op": "reap", "pid": started["pid"], "scratch": started["scratch"]})
            return
        with self._lock:
            process = self._spawned.pop(started["pid"])
        process.wait()
        with contextlib.suppress(OSError):
            remove_tree(started["scratch"])

    def ping(self) -> None:
        """Raises `SandboxError` where the process has gone."""
        self.request({"op": "ping"})

    def kill(self) -> None:
        """Ends it and all that it forked, now."""
        processes = [self.process] if self.process is not None else list(self._spawned.values())
        for process in processes:
            process.kill()

    def close(self) -> None:
        """Ends it, and removes its folder."""
        if self.process is None:
            self.kill()
        else:
            self._control.close()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        with contextlib.suppress(OSError):
            remove_tree(str(self.home))
        if self._held is not None:
            os.close(self._held)


def _hold(folder: Path) -> int | None:
    """Locks a folder for as long as this process lives, however it ends; None where the system cannot."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor


def _remove_stale() -> None:
    """Removes the folders of graders that were killed: those that nobody holds."""
    if fcntl is None:
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_HOME}*"):
        try:
            found = folder.lstat()
            # A young one may just be about to be locked.
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or time.time() - found.st_mtime < 60:
                continue
            held = _hold(folder)
        except OSError:
            continue
        with contextlib.suppress(OSError):
            remove_tree(str(folder))
        if held is not None:
            os.close(held)


LEAST = ("landlock|namespaces", "seccomp", "rlimits")
"""The layers without which students' code should not be run beside a grader."""


def lacking(wanted: Iterable[str], layers: Collection[str]) -> list[str]:
    """Which of the wanted layers are not among these; "a|b" asks for one of the two.

    >>> lacking(["landlock|namespaces", "seccomp"], ["namespaces"])
    ['seccomp']
    """
    return [layer for layer in wanted if not set(layer.split("|")) & set(layers)]


def secret_packages() -> tuple[Path, ...]:
    """Packages of ours that may be installed where students' code imports from, and that it must not read."""
    found = (importlib.util.find_spec(name) for name in _SECRET_PACKAGES)
    return tuple(Path(spec.origin).resolve().parent for spec in found if spec is not None and spec.origin)


class Session:
    """One student's process, driven request by request; made by `Sandbox.session`."""

    def __init__(
        self,
        sock: socket.socket,
        pid: int,
        pidfd: int | None,
        namespaces: bool,
        ping: Callable[[], None],
        output_bytes: int,
    ) -> None:
        self._sock = sock
        self._allowance = wire.Allowance(output_bytes)
        self._pid = pid
        self._pidfd = pidfd
        self._namespaces = namespaces
        self._ping = ping
        self.layers: tuple[str, ...] = ()
        self.own_seconds = 0.0  # CPU time of cells and probes, as the process itself has it: a claim

    def begin(self) -> None:
        """Waits until the process has locked itself in."""
        try:
            reply = wire.receive(self._sock, time.monotonic() + _START_SECONDS, self._allowance)
        except wire.WireError as error:
            self._ping()
            raise SandboxError(f"the student's process did not start: {error}") from None
        if "error" in reply:
            raise SandboxError(f"the student's process could not be locked in: {reply['error']}")
        # Said before a line of the student's runs, and so to be believed.
        self.layers = tuple(reply["layers"])

    def load(self, holes: Sequence[str]) -> None:
        """Makes the probes, and says the names of the holes; raises `SandboxError` where the probes cannot be had."""
        try:
            reply = self._call(_START_SECONDS, op="load", holes=list(holes))
        except Lost as lost:
            raise SandboxError(f"checks.py ended the process: it {lost}") from None
        if reply.get("status") != "ok":
            raise SandboxError(f"checks.py cannot be loaded beside student code: {_text(reply.get('detail'))}")

    def place(self, name: str, data: bytes) -> None:
        """Puts a file that was handed in where the student's cells run; raises `SandboxError` where there is no room."""
        try:
            reply = self._call(
                _START_SECONDS, op="place", name=name, value=Array(np.frombuffer(data, dtype=np.uint8), "numpy")
            )
        except Lost as lost:
            raise SandboxError(f"{name} could not be given to the student's process: it {lost}") from None
        if reply.get("status") != "ok":
            raise SandboxError(f"{name} could not be given to the student's process: {_text(reply.get('detail'))}")

    def run(self, source: str, name: str, seconds: float) -> Report:
        """Runs one cell; raises `Lost` where the process does not survive it."""
        reply = self._call(seconds, op="run", source=source, name=name)
        bound = reply.get("bound")
        names = frozenset(str(item) for item in bound) if isinstance(bound, list) else frozenset()
        return Report(str(reply.get("status")), _text(reply.get("detail")), _whole(reply.get("line")), names)

    def capture(self, holes: Sequence[str], seconds: float) -> None:
        """Keeps the holes' values of this moment for all later probes."""
        self._call(seconds, op="capture", holes=list(holes))

    def probe(self, ask: Ask, seconds: float) -> Seen:
        """Makes one ask; raises `Lost` where the process does not survive it."""
        # The same for the same ask, whoever is asked: so who draws from the wrong generator can be told so.
        seed = zlib.crc32(ask.key.encode())
        request = {"probe": ask.probe, "inputs": dict(ask.inputs), "holes": list(ask.holes), "seed": seed}
        reply = self._call(seconds, op="probe", **request)
        status = reply.get("status")
        if status == "ok" and "value" in reply:
            return Seen(ask.inputs, reply["value"])
        detail = _text(reply.get("detail"))
        if status == "timeout":
            return Seen(ask.inputs, status="timeout", detail=f"no answer within {seconds:g} s")
        if status == "raised":
            cell, line = _text(reply.get("cell")), _whole(reply.get("line"))
            place = f"{cell}, line {line}" if cell and line else ""
            return Seen(ask.inputs, status="raised", detail=detail, place=place)
        if status == "missing":
            return Seen(ask.inputs, status="missing", detail=detail)
        return Seen(ask.inputs, status="lost", detail=detail)

    def _call(self, seconds: float, **request: Any) -> dict[str, Any]:
        identity = secrets.token_hex(8)
        try:
            wire.send(self._sock, {"id": identity, **request}, max(seconds, _GRACE_SECONDS))
            try:
                reply = wire.receive(self._sock, time.monotonic() + seconds, self._allowance)
            except wire.TimedOut:
                self._signal(signal.SIGINT)
                reply = wire.receive(self._sock, time.monotonic() + _GRACE_SECONDS, self._allowance)
                reply["status"] = "timeout"
        except wire.TimedOut:
            raise Lost(f"took longer than {seconds:g} s and did not stop when interrupted") from None
        except wire.Closed:
            self._ping()  # a child ends with its zygote, and that is no student's doing
            raise Lost("ended the process") from None
        except wire.WireError as error:
            raise Lost(f"broke the connection to the grader ({error})") from None
        if reply.get("id") != identity:
            raise Lost("broke the connection to the grader (an answer that was not asked for)")
        spent = reply.get("cpu")
        self.own_seconds += spent if type(spent) is float else 0.0
        return reply

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, number)
            elif not self._namespaces:
                os.kill(self._pid, number)

    def kill(self) -> None:
        """Ends the process."""
        self._signal(signal.SIGKILL)


def _text(value: object) -> str:
    return printable(value) if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return value if type(value) is int else None
