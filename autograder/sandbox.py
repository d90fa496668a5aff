"""The grader's side of the sandbox: a warm zygote, and one forked, locked-in process for each submission.

    with Sandbox() as sandbox, sandbox.session(limits, seed=1) as session:
        session.load(checks_source, holes=["descend"])
        report = session.run("def descend(w0, lr, steps): ...", "cell 3")
        seen = session.probe(walk(w0=2.0, lr=0.01, steps=5))

Everything that comes from a session is a claim made by the student's process.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from autograder import wire
from autograder.authoring import Ask, Seen
from autograder.confine import available, bubblewrap, default_readable, readable_without
from autograder.errors import SandboxError
from autograder.plain import Array, printable
from autograder.records import Limits
from autograder.scratch import remove_tree

PRELOAD = ("numpy", "torch", "torch._dynamo", "matplotlib.pyplot")
_ENGINE = Path(__file__).resolve().parent
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

    Args:
        preload: modules imported once, before the first fork; those that are not installed are passed over.
        confined: whether children lock themselves in (see `autograder.confine`). Only tests turn it off.
        namespaces: whether the zygote starts inside bubblewrap where the host offers it.
    """

    def __init__(self, preload: Sequence[str] = PRELOAD, *, confined: bool = True, namespaces: bool = True) -> None:
        self._preload = tuple(preload)
        self._confined = confined
        self._namespaces = confined and namespaces and available()["namespaces"] is None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._home = Path(tempfile.mkdtemp(prefix="gradescent-"))
        self._home.chmod(0o711)
        ours, theirs = socket.socketpair()
        self._control = ours
        program = (
            "import sys; sys.path.insert(0, sys.argv.pop(1)); from autograder.worker import main; main(sys.argv[1:])"
        )
        secret, engine, terms = _secret(), self._engine(), self._home / "terms.json"
        readable, listable = readable_without(default_readable(), secret)
        # What holds for every submission alike is said once; a request says only what is its own.
        agreed = {
            # Inside namespaces /tmp is memory of a given size; else the folder that goes with the zygote.
            "scratch_root": "/tmp" if self._namespaces else str(self._home),
            "confine": self._confined,
            "uid": _UID if self._confined and os.getuid() == 0 else None,
            "readable": [str(path) for path in readable],
            "listable": [str(path) for path in listable],
        }
        terms.write_text(json.dumps(agreed))
        command = [sys.executable, "-I", "-c", program, str(engine), str(theirs.fileno()), str(terms), *self._preload]
        if self._namespaces:
            bound = (*default_readable(), engine)
            command = bubblewrap(command, bound, self._home, secret=secret, tmp_bytes=_SCRATCH_BYTES)
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": str(self._home / "matplotlib"),
            "HOME": str(self._home),
            "LANG": "C.UTF-8",
        }
        (self._home / "matplotlib").mkdir()
        log = open(self._home / "zygote.log", "wb")
        with theirs, log:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._control.settimeout(_START_SECONDS)
        try:
            ready = self._control.recv(16)
        except TimeoutError:
            ready = b""
        if not ready:
            words = (self._home / "zygote.log").read_text(errors="replace").strip().splitlines()
            self._close()
            raise SandboxError(f"the grading process did not start: {words[-1] if words else 'it said nothing'}")
        return self

    def _engine(self) -> Path:
        """A copy of the engine alone: beside the engine lie rooms that no child may see."""
        folder = self._home / "engine"
        shutil.copytree(_ENGINE, folder / "autograder", ignore=shutil.ignore_patterns("__pycache__", "doors"))
        return folder

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            remove_tree(str(self._home))

    @contextlib.contextmanager
    def session(self, limits: Limits, seed: int) -> Iterator[Session]:
        """A fresh process for one submission, with an empty scratch folder; gone when the block ends.

        Raises:
            SandboxError: the process could not be started or could not lock itself in.
        """
        ours, theirs = socket.socketpair()
        request = {
            "op": "fork",
            "seed": seed,
            "limits": {
                "memory_bytes": limits.memory_mb << 20,
                "cpu_seconds": limits.cpu_seconds,
                "file_bytes": limits.file_mb << 20,
                "open_files": limits.open_files,
                "processes": limits.processes,
            },
        }
        try:
            with theirs:
                reply, pidfd = self._request(request, theirs.fileno())
            session = Session(ours, reply["pid"], pidfd, self._namespaces)
            try:
                session.begin()
                yield session
            finally:
                session.kill()
                with contextlib.suppress(SandboxError):
                    self._request({"op": "reap", "pid": reply["pid"], "scratch": reply["scratch"]})
                if pidfd is not None:
                    os.close(pidfd)
        finally:
            ours.close()

    def require(self, layers: Sequence[str]) -> None:
        """Raises `SandboxError` unless each of these layers is in force; "a|b" asks for one of the two."""
        with self.session(Limits(), seed=0) as session:
            missing = [layer for layer in layers if not set(layer.split("|")) & set(session.layers)]
        if missing:
            raise SandboxError(
                f"this machine isolates submissions less than the course asks for: no {', no '.join(missing)}; "
                "`gradescent doctor` says how to get it, --weaker-isolation grades nevertheless"
            )

    def _request(self, request: dict[str, Any], descriptor: int | None = None) -> tuple[dict[str, Any], int | None]:
        with self._lock:
            try:
                passed = [] if descriptor is None else [descriptor]
                socket.send_fds(self._control, [json.dumps(request).encode()], passed)
                data, descriptors, _, _ = socket.recv_fds(self._control, 4096, 1)
            except OSError as error:
                raise SandboxError(f"the grading process has gone: {error}") from None
        if not data:
            raise SandboxError("the grading process has gone")
        return json.loads(data), descriptors[0] if descriptors else None


def _secret() -> tuple[Path, ...]:
    """Packages of ours that may be installed where students' code imports from, and that it must not read."""
    found = (importlib.util.find_spec(name) for name in _SECRET_PACKAGES)
    return tuple(Path(spec.origin).resolve().parent for spec in found if spec is not None and spec.origin)


class Session:
    """One student's process, driven request by request; made by `Sandbox.session`."""

    def __init__(self, sock: socket.socket, pid: int, pidfd: int | None, namespaces: bool) -> None:
        self._sock = sock
        self._pid = pid
        self._pidfd = pidfd
        self._namespaces = namespaces
        self.layers: tuple[str, ...] = ()

    def begin(self) -> None:
        """Waits until the process has locked itself in."""
        try:
            reply = wire.receive(self._sock, time.monotonic() + _START_SECONDS)
        except wire.WireError as error:
            raise SandboxError(f"the student's process did not start: {error}") from None
        if "error" in reply:
            raise SandboxError(f"the student's process could not be locked in: {reply['error']}")
        # Said before a line of the student's runs, and so to be believed.
        self.layers = tuple(reply["layers"])

    def load(self, source: str, holes: Sequence[str]) -> None:
        """Gives the process the public probes and the names of the holes; raises `SandboxError` where it cannot take them."""
        try:
            reply = self._call(_START_SECONDS, op="load", source=source, holes=list(holes))
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
        reply = self._call(seconds, op="probe", probe=ask.probe, inputs=dict(ask.inputs), holes=list(ask.holes))
        status = reply.get("status")
        if status == "ok" and "value" in reply:
            return Seen(ask.inputs, reply["value"])
        detail = _text(reply.get("detail"))
        if status == "timeout":
            return Seen(ask.inputs, status="timeout", detail=f"no answer within {seconds:g} s")
        if status == "raised":
            cell, line = _text(reply.get("cell")), _whole(reply.get("line"))
            place = f" ({cell}, line {line})" if cell and line else ""
            return Seen(ask.inputs, status="raised", detail=detail + place)
        if status == "missing":
            return Seen(ask.inputs, status="missing", detail=detail)
        return Seen(ask.inputs, status="lost", detail=detail)

    def _call(self, seconds: float, **request: Any) -> dict[str, Any]:
        identity = secrets.token_hex(8)
        try:
            wire.send(self._sock, {"id": identity, **request})
            try:
                reply = wire.receive(self._sock, time.monotonic() + seconds)
            except wire.TimedOut:
                self._signal(signal.SIGINT)
                reply = wire.receive(self._sock, time.monotonic() + _GRACE_SECONDS)
                reply["status"] = "timeout"
        except wire.TimedOut:
            raise Lost(f"took longer than {seconds:g} s and did not stop when interrupted") from None
        except wire.Closed:
            raise Lost("ended the process") from None
        except wire.WireError as error:
            raise Lost(f"broke the connection to the grader ({error})") from None
        if reply.get("id") != identity:
            raise Lost("broke the connection to the grader (an answer that was not asked for)")
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
