"""Attacks on `autograder.sandbox.confine`, each shown to succeed where nothing stops it before it must fail.

The tests speak with a zygote of their own, a fresh process that runs this file: pytest's process may hold threads,
which no fork survives. The zygote forks a child for each request; the child locks itself in as asked, and acts.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import json
import mmap
import os
import platform
import random
import re
import resource
import select
import shutil
import signal
import site
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.sandbox import confine, landlock, seccomp

HERE = Path(__file__).resolve().parent
ENGINE = Path(confine.__file__).resolve().parents[1]
LINUX = sys.platform.startswith("linux")
ROOT = LINUX and os.getuid() == 0
NOBODY = 65534
MiB = 1 << 20

pytestmark = pytest.mark.skipif(not LINUX, reason="the layers are Linux's; elsewhere only rlimits are offered")

# ---------------------------------------------------------------------------------------------------------------
# What a child does. Each action gets the facts of the yard, and what it returns or raises is the outcome.

Facts = dict[str, Any]
ACTIONS: dict[str, Callable[[Facts], Any]] = {}


def action(function: Callable[[Facts], Any]) -> Callable[[Facts], Any]:
    ACTIONS[function.__name__] = function
    return function


def _libc(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _syscall(number: int, *arguments: Any) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return _libc(libc.syscall(ctypes.c_long(number), *(ctypes.c_long(value) for value in arguments)))


@action
def nothing(facts: Facts) -> None:
    pass


@action
def ordinary_work(facts: Facts) -> dict[str, Any]:
    """What a decent submission does; the positive control without which a refusal proves nothing."""
    scratch = Path(facts["scratch"])
    seen: dict[str, Any] = {"random": random.random() >= 0, "time": time.time() > 0, "local": time.localtime()[0]}
    (scratch / "sub").mkdir()
    (scratch / "sub" / "a.txt").write_text("written")
    (scratch / "sub" / "a.txt").rename(scratch / "b.txt")
    shutil.copy(scratch / "b.txt", scratch / "c.txt")
    seen["copied"] = (scratch / "c.txt").read_text()
    (scratch / "b.txt").unlink()
    seen["listed"] = sorted(path.name for path in scratch.iterdir())
    Path(os.devnull).write_text("gone")
    seen["data"] = Path(facts["data"]).read_text()
    seen["urandom"] = len(os.urandom(8))
    ran: list[int] = []
    threads = [threading.Thread(target=ran.append, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen["threads"] = sorted(ran)
    ours, theirs = socket.socketpair()
    ours.sendall(b"over a socket")
    seen["socket"] = theirs.recv(100).decode()
    with tempfile.TemporaryFile(dir=scratch) as file:
        seen["tempfile"] = file.write(b"abc")
    os.kill(os.getpid(), 0)
    import asyncio

    seen["asyncio"] = asyncio.run(asyncio.sleep(0, "slept"))
    import wave  # a lazy import, from the standard library

    seen["lazy"] = wave.__name__
    return seen


@action
def torch_work(facts: Facts) -> dict[str, Any]:
    import torch

    torch.set_num_threads(2)
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Flatten(), torch.nn.Linear(8 * 30 * 30, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    losses = []
    for _ in range(2):
        loss = model(torch.ones(64, 3, 32, 32)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    path = Path(facts["scratch"], "model.pt")
    torch.save(model.state_dict(), path)
    torch.load(path)
    torch.linalg.svd(torch.rand(100, 100))
    return {"learned": losses[1] < losses[0], "threads": torch.get_num_threads()}


@action
def plot(facts: Facts) -> list[str]:
    import matplotlib.pyplot as plt
    import numpy as np

    plt.plot(np.linalg.svd(np.random.rand(50, 50))[1])
    plt.title("é $x^2$")
    for ending in ("png", "pdf", "svg"):
        plt.savefig(Path(facts["scratch"], f"figure.{ending}"))
    return sorted(path.name for path in Path(facts["scratch"]).iterdir())


@action
def read_secret(facts: Facts) -> str:
    return Path(facts["secret"]).read_text()


@action
def read_neighbour(facts: Facts) -> str:
    """The scratch folder of another submission, which lies beside."""
    return Path(facts["neighbour"]).read_text()


@action
def list_forbidden(facts: Facts) -> list[str]:
    return [path.name for path in Path(facts["forbidden"]).iterdir()]


@action
def write_outside(facts: Facts) -> None:
    Path(facts["forbidden"], "planted").write_text("x")


@action
def truncate_outside(facts: Facts) -> None:
    os.truncate(facts["victim"], 0)


@action
def take_away(facts: Facts) -> None:
    Path(facts["victim"]).rename(Path(facts["scratch"], "taken"))


@action
def chmod_outside(facts: Facts) -> None:
    victim = Path(facts["victim"])
    before = victim.stat().st_mode
    victim.chmod(0o640)
    if victim.stat().st_mode == before:
        raise PermissionError("nothing happened")


@action
def symlink_in_scratch(facts: Facts) -> None:
    Path(facts["scratch"], "link").symlink_to(facts["secret"])


@action
def fifo_in_scratch(facts: Facts) -> None:
    os.mkfifo(Path(facts["scratch"], "fifo"))


@action
def environ_of_parent(facts: Facts) -> int:
    return len(Path(f"/proc/{os.getppid()}/environ").read_bytes())


@action
def fork(facts: Facts) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


@action
def run_command(facts: Facts) -> None:
    subprocess.run(["/bin/sh", "-c", "true"], check=True)


@action
def shell_command(facts: Facts) -> None:
    if os.system("true") != 0:
        raise PermissionError("os.system failed")


@action
def execute(facts: Facts) -> None:
    os.execv("/bin/sh", ["sh", "-c", "exit 7"])


@action
def tcp_connect(facts: Facts) -> None:
    socket.create_connection(("127.0.0.1", facts["tcp"]), timeout=5).close()


@action
def tcp_listen(facts: Facts) -> None:
    socket.create_server(("127.0.0.1", 0)).close()


@action
def udp_send(facts: Facts) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", facts["udp"]))


@action
def unix_connect(facts: Facts) -> None:
    socket.socket(socket.AF_UNIX).connect(facts["unix"])


@action
def abstract_connect(facts: Facts) -> None:
    socket.socket(socket.AF_UNIX).connect("\0" + facts["abstract"])


@action
def pair_to_listener(facts: Facts) -> None:
    socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", facts["unix_datagram"])


@action
def signal_parent(facts: Facts) -> None:
    os.kill(os.getppid(), 0)


@action
def stop_sibling(facts: Facts) -> None:
    os.kill(facts["sibling"], signal.SIGSTOP)


@action
def signal_group(facts: Facts) -> None:
    os.killpg(facts["sibling"], 0)


@action
def signal_by_descriptor(facts: Facts) -> None:
    ours, _ = os.pipe()
    fcntl.fcntl(ours, fcntl.F_SETOWN, facts["sibling"])


@action
def limit_sibling(facts: Facts) -> None:
    resource.prlimit(facts["sibling"], resource.RLIMIT_CORE, (0, 0))


@action
def trace_sibling(facts: Facts) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    attach, detach = 16, 17
    _libc(libc.ptrace(attach, facts["sibling"], None, None))
    os.waitpid(facts["sibling"], 0x40000000)  # __WALL
    _libc(libc.ptrace(detach, facts["sibling"], None, None))


@action
def new_user_namespace(facts: Facts) -> None:
    _libc(ctypes.CDLL(None, use_errno=True).unshare(0x10000000))


@action
def mount(facts: Facts) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    target = facts["scratch"].encode()
    _libc(libc.mount(b"none", target, b"tmpfs", 0, None))
    _libc(libc.umount2(target, 0))


@action
def become_another(facts: Facts) -> None:
    _libc(ctypes.CDLL(None, use_errno=True).setuid(12345))


@action
def kill_everything(facts: Facts) -> None:
    assert "seccomp" in facts["layers"], "would really kill everything"
    os.kill(-1, signal.SIGKILL)


@action
def raw_calls(facts: Facts) -> dict[str, str]:
    """Calls by number that nobody should get through, with harmless arguments; what each of them said."""
    said = {}
    for name, number in facts["numbers"].items():
        try:
            said[name] = f"returned {_syscall(number, *[0] * 5)}"
        except OSError as error:
            said[name] = errno.errorcode[error.errno or 0]
    return said


@action
def foreign_call(facts: Facts) -> int:
    """getpid() by the 32-bit door: mov eax, 20; int 0x80; ret."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return int(ctypes.CFUNCTYPE(ctypes.c_int)(address)())


@action
def x32_call(facts: Facts) -> int:
    return _syscall(0x40000000 | 39)


@action
def threads_and_clone(facts: Facts) -> str:
    _syscall(facts["clone"], 17, 0, 0, 0, 0)  # SIGCHLD: what fork is to the kernel
    return "forked"


@action
def fill_memory(facts: Facts) -> int:
    return len(bytearray(facts["size"]))


@action
def fill_memory_with_torch(facts: Facts) -> int:
    import torch

    return torch.ones(facts["size"], dtype=torch.uint8).numel()


@action
def fill_shared_memory(facts: Facts) -> int:
    return len(mmap.mmap(-1, facts["size"]))


@action
def fill_file(facts: Facts) -> int:
    with open(Path(facts["scratch"], "big"), "wb", buffering=0) as file:
        for _ in range(facts["size"] // MiB):
            file.write(bytes(MiB))
    return int(facts["size"])


@action
def fill_tmp(facts: Facts) -> None:
    with open("/tmp/big", "wb", buffering=0) as file:
        for _ in range(facts["size"] // MiB):
            if file.write(bytes(MiB)) != MiB:
                raise OSError(errno.ENOSPC, "short write")


@action
def open_many(facts: Facts) -> int:
    return len([open(os.devnull) for _ in range(facts["count"])])


@action
def start_many_threads(facts: Facts) -> int:
    threading.stack_size(32 << 10)
    gate = threading.Event()
    try:
        for _ in range(facts["count"]):
            threading.Thread(target=gate.wait, daemon=True).start()
    finally:
        gate.set()
    return int(facts["count"])


@action
def spin(facts: Facts) -> None:
    if facts.get("stubborn"):
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    until = time.process_time() + facts["seconds"]  # on a busy machine it gets a tenth of a second's
    while time.process_time() < until:
        pass


@action
def view(facts: Facts) -> dict[str, Any]:
    """What there is to see, from inside."""
    processes = []
    with contextlib.suppress(PermissionError):
        processes = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return {"processes": processes, "interfaces": [name for _, name in socket.if_nameindex()]}


@action
def write_places(facts: Facts) -> list[str]:
    written = []
    for folder in ("/", "/dev", "/dev/shm", "/etc", sys.prefix, sys.base_prefix):
        path = Path(folder, "gradescent-probe")
        with contextlib.suppress(OSError):
            path.write_text("x")
            written.append(folder)
            path.unlink()
    return written


# ---------------------------------------------------------------------------------------------------------------
# The zygote.


def _child(request: dict[str, Any], out: int) -> None:
    os.setsid()
    facts: Facts = request["facts"]
    answer: dict[str, Any] = {}
    try:
        for layer in request["missing"]:
            confine._PROBES[layer] = lambda: "missing, for a test"
        if "namespaces" in request["missing"]:
            confine._OUTSIDE = ""
        if request["broken"]:
            module = {"landlock": landlock, "seccomp": seccomp}[request["broken"]]

            def broken(*_: object) -> None:
                raise OSError(errno.EINVAL, "broken, for a test")

            module.install = broken  # type: ignore[attr-defined]
        if request["extra_thread"]:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        if request["policy"] is not None:
            wanted = {**request["policy"], "readable": tuple(map(Path, request["policy"]["readable"]))}
            policy = confine.Policy(**{**wanted, "scratch": Path(wanted["scratch"])})
            before = time.perf_counter()
            answer["layers"] = confine.confine(policy, request["uid"])
            answer["ms"] = 1000 * (time.perf_counter() - before)
        answer["uid"] = os.getuid()
        answer["value"] = ACTIONS[request["action"]]({**facts, "layers": answer.get("layers", ())})
    except BaseException as error:
        answer["error"] = type(error).__name__
        answer["errno"] = errno.errorcode.get(getattr(error, "errno", None) or 0)
        answer["text"] = "".join(traceback.format_exception_only(error)).strip()
    os.write(out, json.dumps(answer).encode())


def zygote(descriptor: int) -> None:
    """Imports what there is to import, and then forks a child for each line that comes in."""
    with contextlib.suppress(ImportError):
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot
    with contextlib.suppress(ImportError):
        import torch
        import torch._dynamo

        torch.set_num_threads(1)
    channel = socket.socket(fileno=descriptor)
    lines = channel.makefile("rw")
    print("ready", file=lines, flush=True)
    for line in lines:
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                _child(json.loads(line), theirs)
            os._exit(0)
        os.close(theirs)
        if not select.select([ours], [], [], 60)[0]:
            os.kill(pid, signal.SIGKILL)
        data = os.read(ours, MiB)
        os.close(ours)
        _, status = os.waitpid(pid, 0)
        answer = {**(json.loads(data) if data else {}), "exit": os.waitstatus_to_exitcode(status)}
        print(json.dumps(answer), file=lines, flush=True)


class Zygote:
    def __init__(self, scratch: Path, namespaces: bool) -> None:
        ours, theirs = socket.socketpair()
        program = "import sys; sys.path[:0] = sys.argv[2:]; import test_confine; test_confine.zygote(int(sys.argv[1]))"
        command = [sys.executable, "-c", program, str(theirs.fileno()), str(HERE), str(ENGINE.parent)]
        if namespaces:
            readable = (*confine.default_readable(), HERE, ENGINE)
            command = confine.bubblewrap(command, readable, scratch)
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "MPLCONFIGDIR": str(scratch), "HOME": str(scratch)}
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
        theirs.close()
        ours.settimeout(180)
        self.socket = ours
        self.lines = ours.makefile("rw")
        assert self.lines.readline() == "ready\n", "the zygote did not start"

    def ask(self, request: dict[str, Any]) -> SimpleNamespace:
        print(json.dumps(request), file=self.lines, flush=True)
        answer = json.loads(self.lines.readline())
        return SimpleNamespace(**{"value": None, "error": None, "errno": None, "text": "", "layers": (), **answer})

    def close(self) -> None:
        self.lines.close()
        self.socket.close()
        self.process.kill()
        self.process.wait()


# ---------------------------------------------------------------------------------------------------------------
# Fixtures: a yard with things to attack, a zygote outside and one inside bubblewrap.


@pytest.fixture(scope="module")
def yard() -> Iterator[Path]:
    # Not under pytest's own folder, which no other user may enter.
    path = Path(tempfile.mkdtemp(prefix="yard-"))
    path.chmod(0o711)
    (path / "forbidden").mkdir(mode=0o700)
    (path / "scratches").mkdir(mode=0o755)
    (path / "data.txt").write_text("data")
    (path / "scratches" / "neighbour").mkdir()
    (path / "scratches" / "neighbour" / "answer").write_text("copied")
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def targets(yard: Path) -> Iterator[Facts]:
    sibling = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    abstract = f"gradescent-{os.getpid()}"
    with contextlib.ExitStack() as stack:

        def listener(family: int, kind: int, address: Any) -> Any:
            made = stack.enter_context(socket.socket(family, kind))
            made.bind(address)
            if kind == socket.SOCK_STREAM:
                made.listen(100)
            return made.getsockname()

        yield {
            "tcp": listener(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))[1],
            "udp": listener(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))[1],
            "unix": listener(socket.AF_UNIX, socket.SOCK_STREAM, str(yard / "socket")),
            "unix_datagram": listener(socket.AF_UNIX, socket.SOCK_DGRAM, str(yard / "datagrams")),
            "abstract": abstract if listener(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + abstract) else "",
            "sibling": sibling.pid,
            "forbidden": str(yard / "forbidden"),
            "data": str(yard / "data.txt"),
            "neighbour": str(yard / "scratches" / "neighbour" / "answer"),
        }
    sibling.kill()
    sibling.wait()


@pytest.fixture(scope="module")
def warm(yard: Path) -> Iterator[Zygote]:
    made = Zygote(yard / "scratches", namespaces=False)
    yield made
    made.close()


@pytest.fixture(scope="module")
def warm_in_namespaces(yard: Path) -> Iterator[Zygote]:
    _need("namespaces")
    made = Zygote(yard / "scratches", namespaces=True)
    yield made
    made.close()


Ask = Callable[..., SimpleNamespace]


@pytest.fixture
def ask(yard: Path, targets: Facts, request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Asks a zygote for a child that acts: `ask("fork")`, unconfined with `locked=False`, with layers missing, ..."""
    folder = Path(tempfile.mkdtemp(dir=yard / "scratches"))
    secret, victim = yard / "forbidden" / "secret", yard / "forbidden" / "victim"
    secret.write_text("42")
    victim.write_text("intact")
    victim.chmod(0o600)

    def call(
        name: str,
        *,
        locked: bool = True,
        missing: tuple[str, ...] = (),
        uid: int | None = None,
        inside: bool = False,
        readable: tuple[Path, ...] | None = None,
        broken: str = "",
        extra_thread: bool = False,
        facts: Facts | None = None,
        **limits: Any,
    ) -> SimpleNamespace:
        zygote = request.getfixturevalue("warm_in_namespaces" if inside else "warm")
        if uid is not None:
            os.chown(folder, uid, uid)
        trees = (*confine.default_readable(), Path(targets["data"])) if readable is None else readable
        policy = {
            "readable": [str(path) for path in trees],
            "scratch": str(folder),
            "memory_bytes": 1024 * MiB,
            "cpu_seconds": 30,
            "file_bytes": 8 * MiB,
            "open_files": 64,
            "processes": 64,
            **limits,
        }
        common = {"secret": str(secret), "victim": str(victim), "scratch": str(folder)}
        answer: SimpleNamespace = zygote.ask(
            {
                "action": name,
                "facts": {**targets, **common, **(facts or {})},
                "policy": policy if locked else None,
                "uid": uid,
                "missing": missing,
                "broken": broken,
                "extra_thread": extra_thread,
            }
        )
        return answer

    yield call
    os.kill(targets["sibling"], signal.SIGCONT)
    shutil.rmtree(folder)


def _need(layer: str) -> None:
    reason = confine.available()[layer]
    if reason is not None:
        pytest.skip(f"{layer}: {reason}")


def _need_landlock_abi(least: int) -> None:
    _need("landlock")
    if landlock._abi() < least:
        pytest.skip(f"needs Landlock ABI {least}")


def _need_module(name: str) -> None:
    import importlib.util

    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed")


def _but(*layers: str) -> tuple[str, ...]:
    """All layers to pretend away so that only these remain (and rlimits, in the way of nothing here)."""
    return tuple(layer for layer in ("namespaces", "landlock", "seccomp") if layer not in layers)


# ---------------------------------------------------------------------------------------------------------------
# What must work.

CONFIGURATIONS: dict[str, dict[str, Any]] = {
    "all": {},
    "without landlock": {"missing": ("landlock",)},
    "without seccomp": {"missing": ("seccomp",)},
    "rlimits alone": {"missing": ("landlock", "seccomp")},
    "in namespaces": {"inside": True},
    "in namespaces, another user": {"inside": True, "uid": NOBODY},
}


@pytest.fixture(params=CONFIGURATIONS)
def configuration(request: pytest.FixtureRequest) -> dict[str, Any]:
    chosen = CONFIGURATIONS[request.param]
    if chosen.get("uid") and not ROOT:
        pytest.skip("uid: only root can change the user")
    return chosen


def test_ordinary_work(ask: Ask, targets: Facts, configuration: dict[str, Any], yard: Path) -> None:
    facts = {}
    if configuration.get("inside"):  # where the yard's data is not bound
        (yard / "scratches" / "data.txt").write_text("data")
        facts["data"] = str(yard / "scratches" / "data.txt")
        readable = (*confine.default_readable(), Path(facts["data"]))
        configuration = {**configuration, "readable": readable}
    seen = ask("ordinary_work", facts=facts, **configuration)
    assert seen.error is None, seen.text
    assert seen.value["copied"] == "written"
    assert seen.value["listed"] == ["c.txt", "sub"]
    assert seen.value["data"] == "data"
    assert seen.value["threads"] == [0, 1, 2, 3]
    assert seen.value["socket"] == "over a socket"
    assert seen.value["asyncio"] == "slept"


def test_torch_trains_on_two_threads(ask: Ask, configuration: dict[str, Any]) -> None:
    _need_module("torch")
    seen = ask("torch_work", **configuration)
    assert seen.error is None, seen.text
    assert seen.value == {"learned": True, "threads": 2}


def test_matplotlib_draws(ask: Ask, configuration: dict[str, Any]) -> None:
    _need_module("matplotlib")
    seen = ask("plot", **configuration)
    assert seen.error is None, seen.text
    assert seen.value == ["figure.pdf", "figure.png", "figure.svg"]


def test_layers_are_reported(ask: Ask) -> None:
    offered = [layer for layer in ("landlock", "seccomp", "rlimits") if confine.available()[layer] is None]
    assert ask("nothing").layers == offered
    assert "landlock" not in ask("nothing", missing=("landlock",)).layers
    assert "seccomp" not in ask("nothing", missing=("seccomp",)).layers


def test_layers_in_namespaces(ask: Ask) -> None:
    seen = ask("nothing", inside=True, uid=NOBODY if ROOT else None)
    assert seen.layers[0] == "namespaces"
    assert ("uid" in seen.layers) == (seen.uid == NOBODY) == ROOT


# ---------------------------------------------------------------------------------------------------------------
# What must fail.


@dataclass(frozen=True)
class Attack:
    """An action, and the layers each of which stops it alone; of Landlock, the version that it takes."""

    name: str
    stopped_by: tuple[str, ...]
    abi: int = 1

    def __str__(self) -> str:
        return self.name


ATTACKS = [
    Attack("read_secret", ("namespaces", "landlock", "uid")),
    Attack("read_neighbour", ("landlock",)),
    Attack("list_forbidden", ("namespaces", "landlock", "uid")),
    Attack("write_outside", ("namespaces", "landlock", "uid")),
    Attack("truncate_outside", ("namespaces", "landlock", "uid"), abi=3),
    Attack("take_away", ("namespaces", "landlock", "uid")),
    Attack("chmod_outside", ("namespaces", "seccomp", "uid")),
    Attack("symlink_in_scratch", ("landlock", "seccomp")),
    Attack("fifo_in_scratch", ("landlock", "seccomp")),
    Attack("environ_of_parent", ("landlock", "uid")),
    Attack("fork", ("seccomp",)),
    Attack("run_command", ("landlock", "seccomp")),
    Attack("shell_command", ("landlock", "seccomp")),
    Attack("execute", ("landlock", "seccomp")),
    Attack("tcp_connect", ("namespaces", "landlock", "seccomp"), abi=4),
    Attack("tcp_listen", ("landlock", "seccomp"), abi=4),
    Attack("udp_send", ("seccomp",)),
    Attack("unix_connect", ("namespaces", "seccomp")),
    Attack("abstract_connect", ("namespaces", "landlock", "seccomp"), abi=6),
    Attack("pair_to_listener", ("namespaces", "seccomp")),
    Attack("signal_parent", ("landlock", "seccomp", "uid"), abi=6),
    Attack("stop_sibling", ("namespaces", "landlock", "seccomp", "uid"), abi=6),
    Attack("signal_group", ("namespaces", "landlock", "seccomp", "uid"), abi=6),
    Attack("signal_by_descriptor", ("namespaces", "seccomp")),
    Attack("limit_sibling", ("namespaces", "seccomp", "uid")),
    Attack("trace_sibling", ("namespaces", "landlock", "seccomp", "uid")),
    Attack("new_user_namespace", ("seccomp",)),
    Attack("mount", ("seccomp",)),
    Attack("become_another", ("seccomp",)),
]
# What ordinary users, and root in a container, are refused on many hosts.
NEED_PRIVILEGE = {"mount", "become_another", "new_user_namespace", "trace_sibling"}
ALL_POWERFUL = ROOT and confine._has_capability(21)  # CAP_SYS_ADMIN
REFUSALS = {"PermissionError", "FileNotFoundError", "ProcessLookupError", "ConnectionRefusedError", "OSError"}


def _assert_refused(seen: SimpleNamespace) -> None:
    assert seen.error in REFUSALS, (seen.error, seen.text, seen.value, seen.exit)
    assert seen.exit == 0


def _stopped_by(layer: str) -> list[Attack]:
    return [attack for attack in ATTACKS if layer in attack.stopped_by]


def test_every_action_that_attacks_is_listed() -> None:
    assert {attack.name for attack in ATTACKS} <= ACTIONS.keys()


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_attack_succeeds_unconfined(attack: Attack, ask: Ask) -> None:
    seen = ask(attack.name, locked=False)
    if attack.name == "execute":
        assert seen.exit == 7
    elif attack.name in NEED_PRIVILEGE and seen.errno in {"EPERM", "ENOSPC"} and not ALL_POWERFUL:
        pytest.skip("who runs this is refused even unconfined")
    else:
        assert seen.error is None, seen.text


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_attack_fails_with_all_layers(attack: Attack, ask: Ask) -> None:
    _need("landlock")
    _need("seccomp")
    _assert_refused(ask(attack.name))


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_attack_fails_with_all_layers_in_namespaces(attack: Attack, ask: Ask) -> None:
    _need("seccomp")
    _assert_refused(ask(attack.name, inside=True, uid=NOBODY if ROOT else None))


@pytest.mark.parametrize("attack", _stopped_by("namespaces"), ids=str)
def test_attack_fails_with_namespaces_alone(attack: Attack, ask: Ask) -> None:
    _assert_refused(ask(attack.name, inside=True, locked=False))


@pytest.mark.parametrize("attack", _stopped_by("landlock"), ids=str)
def test_attack_fails_with_landlock_alone(attack: Attack, ask: Ask) -> None:
    _need_landlock_abi(attack.abi)
    seen = ask(attack.name, missing=_but("landlock"))
    assert seen.layers == ["landlock", "rlimits"]
    _assert_refused(seen)


@pytest.mark.parametrize("attack", _stopped_by("seccomp"), ids=str)
def test_attack_fails_with_seccomp_alone(attack: Attack, ask: Ask) -> None:
    _need("seccomp")
    seen = ask(attack.name, missing=_but("seccomp"))
    assert seen.layers == ["seccomp", "rlimits"]
    _assert_refused(seen)


@pytest.mark.parametrize("attack", _stopped_by("uid"), ids=str)
def test_attack_fails_with_another_user_alone(attack: Attack, ask: Ask) -> None:
    if not ROOT:
        pytest.skip("uid: only root can change the user")
    # Nothing to read, for a Python under /root would keep root from changing.
    seen = ask(attack.name, missing=_but(), uid=NOBODY, readable=())
    assert seen.layers == ["uid", "rlimits"]
    assert seen.uid == NOBODY
    _assert_refused(seen)


def test_kill_of_everything(ask: Ask) -> None:
    _need("seccomp")
    for missing in ((), _but("seccomp")):
        seen = ask("kill_everything", missing=missing)
        assert (seen.error, seen.errno) == ("PermissionError", "EPERM")


RAW_CALLS = """
ptrace:101 process_vm_readv:310 process_vm_writev:311 kcmp:312 mount:165 umount2:166 pivot_root:155 chroot:161
unshare:272 setns:308 add_key:248 request_key:249 keyctl:250 bpf:321 perf_event_open:298 userfaultfd:323
init_module:175 kexec_load:246 finit_module:313 delete_module:176 reboot:169 name_to_handle_at:303
open_by_handle_at:304 memfd_create:319 shmget:29 msgget:68 semget:64 mq_open:240 fanotify_init:300
inotify_init:253 execve:59 execveat:322 vfork:58 fork:57 socket:41 connect:42 sendmsg:46 recvmsg:47
setsockopt:54 setuid:105 setresuid:117 capset:126 setpgid:109 setsid:112 tkill:200 personality:135 seccomp:317
syslog:103 iopl:172 modify_ldt:154 vmsplice:278 io_uring_setup:425 io_uring_enter:426 pidfd_open:434
pidfd_getfd:438 pidfd_send_signal:424 clone3:435 open_tree:428 fsopen:430 process_madvise:440
landlock_create_ruleset:444 memfd_secret:447 unheard_of:700
"""
RAW = {name: int(number) for name, number in (word.split(":") for word in RAW_CALLS.split())}


def test_calls_that_nobody_needs(ask: Ask) -> None:
    _need("seccomp")
    if platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86-64")
    said = ask("raw_calls", missing=_but("seccomp"), facts={"numbers": RAW}).value
    assert said == {name: "EPERM" if number < 424 else "ENOSYS" for name, number in RAW.items()}


def test_those_calls_say_something_else_unconfined(ask: Ask) -> None:
    if platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86-64")
    harmless = ("ptrace", "process_vm_readv", "memfd_create", "shmget", "inotify_init")
    said = ask("raw_calls", locked=False, facts={"numbers": {name: RAW[name] for name in harmless}}).value
    assert not [name for name in harmless if said[name] == "ENOSYS"], said
    assert not [name for name in harmless if said[name] == "EPERM"], said


def test_thread_clone_is_not_process_clone(ask: Ask) -> None:
    _need("seccomp")
    clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
    assert ask("threads_and_clone", facts={"clone": clone}).errno == "EPERM"


@pytest.mark.parametrize("door", ["foreign_call", "x32_call"])
def test_other_doors_into_the_kernel_are_fatal(door: str, ask: Ask) -> None:
    _need("seccomp")
    if platform.machine() != "x86_64":
        pytest.skip("a door of x86-64")
    if door == "foreign_call" and ask(door, locked=False).exit != 0:
        pytest.skip("this kernel takes no 32-bit calls")
    assert ask(door, missing=_but("seccomp")).exit == -signal.SIGSYS


# ---------------------------------------------------------------------------------------------------------------
# Limits.

LIMITS = [
    ("fill_memory", {"size": 300 * MiB}, {"memory_bytes": 200 * MiB}, {"MemoryError"}),
    ("fill_memory_with_torch", {"size": 300 * MiB}, {"memory_bytes": 200 * MiB}, {"RuntimeError", "MemoryError"}),
    ("fill_shared_memory", {"size": 300 * MiB}, {"memory_bytes": 200 * MiB}, {"OSError"}),
    ("fill_file", {"size": 4 * MiB}, {"file_bytes": 2 * MiB}, {"OSError"}),
    ("open_many", {"count": 100}, {"open_files": 50}, {"OSError"}),
]


@pytest.mark.parametrize(("name", "facts", "limits", "errors"), LIMITS, ids=[row[0] for row in LIMITS])
def test_limit(name: str, facts: Facts, limits: dict[str, int], errors: set[str], ask: Ask) -> None:
    if "torch" in name:
        _need_module("torch")
    for missing in ((), ("landlock", "seccomp")):
        roomy = ask(name, facts=facts, missing=missing, open_files=200)
        assert roomy.error is None, roomy.text
        seen = ask(name, facts=facts, missing=missing, **limits)
        assert seen.error in errors, (seen.text, seen.value)


@pytest.mark.parametrize("stubborn", [False, True])
def test_spinning_is_ended(stubborn: bool, ask: Ask) -> None:
    seen = ask("spin", facts={"seconds": 20, "stubborn": stubborn}, cpu_seconds=1)
    assert seen.exit == -(signal.SIGKILL if stubborn else signal.SIGXCPU)


def test_number_of_threads(ask: Ask) -> None:
    assert ask("start_many_threads", facts={"count": 100}).error is None or not ROOT
    if not ROOT:
        pytest.skip("uid: only a user of its own has an exact count")
    seen = ask("start_many_threads", facts={"count": 100}, uid=NOBODY, readable=(), processes=20)
    assert (seen.uid, seen.error) == (NOBODY, "RuntimeError")


# ---------------------------------------------------------------------------------------------------------------
# Failing closed, and the user that cannot be had.


@pytest.mark.parametrize("layer", ["landlock", "seccomp"])
def test_a_layer_that_breaks_is_an_error(layer: str, ask: Ask) -> None:
    _need(layer)
    seen = ask("nothing", broken=layer)
    assert seen.error == "ConfineError"
    assert "broken, for a test" in seen.text


def test_a_second_thread_is_an_error(ask: Ask) -> None:
    seen = ask("nothing", extra_thread=True)
    assert seen.error == "ConfineError"
    assert "2 threads" in seen.text


def test_a_scratch_folder_must_be_writable(ask: Ask, yard: Path) -> None:
    seen = ask("nothing", scratch=str(yard / "nowhere"))
    assert seen.error == "ConfineError"


def test_root_stays_root_where_nobody_cannot_read(ask: Ask, yard: Path) -> None:
    if not ROOT:
        pytest.skip("uid: only root can change the user")
    closed = yard / "closed"
    closed.mkdir(mode=0o700, exist_ok=True)
    (closed / "library").mkdir(exist_ok=True)
    readable = (*confine.default_readable(), Path(yard / "data.txt"), closed / "library")
    seen = ask("ordinary_work", uid=NOBODY, readable=readable)
    assert seen.error is None, seen.text
    assert "uid" not in seen.layers
    assert seen.uid == 0


def test_who_may_read_what(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    inner = tmp_path / "inner"
    inner.mkdir()
    inner.chmod(0o700)
    assert confine._shut_to(NOBODY, inner) == inner
    assert confine._shut_to(os.getuid(), inner) is None or not os.access(inner, os.R_OK)
    assert confine._shut_to(NOBODY, Path("/usr/lib")) is None
    assert confine._shut_to(NOBODY, tmp_path / "missing") is None


# ---------------------------------------------------------------------------------------------------------------
# Namespaces.


def test_view_from_inside(ask: Ask) -> None:
    seen = ask("view", inside=True, locked=False).value
    assert seen["interfaces"] == ["lo"]
    assert max(seen["processes"]) < 1000
    assert len(ask("view", locked=False).value["processes"]) > len(seen["processes"])


def test_nothing_but_scratch_and_tmp_is_writable_inside(ask: Ask, yard: Path) -> None:
    assert ask("write_places", inside=True, locked=False).value == []
    assert ask("fill_file", inside=True, locked=False, facts={"size": 2 * MiB}).error is None
    assert ask("fill_tmp", inside=True, locked=False, facts={"size": 2 * MiB}).error is None
    assert ask("fill_tmp", inside=True, locked=False, facts={"size": 100 * MiB}).errno == "ENOSPC"


def test_bubblewrap_binds_the_outer_folder_first(tmp_path: Path) -> None:
    inner = tmp_path / "engine"
    inner.mkdir()
    line = confine.bubblewrap(["true"], [inner, Path("/usr"), tmp_path / "missing"], tmp_path)
    assert line[-2:] == ["--", "true"]
    places = {line[i + 2]: line[i] for i in range(len(line) - 2) if line[i].endswith("bind")}
    order = list(places)
    assert places[str(tmp_path)] == "--bind"
    assert places[str(inner)] == places["/usr"] == "--ro-bind"
    assert order.index(str(tmp_path)) < order.index(str(inner))
    assert str(tmp_path / "missing") not in places
    assert "--dev" not in line


def test_namespaces_are_seen_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "_OUTSIDE", confine._namespaces())
    assert not confine._inside_namespaces()
    monkeypatch.setattr(confine, "_OUTSIDE", "")
    assert not confine._inside_namespaces()
    monkeypatch.setattr(confine, "_OUTSIDE", "ipc:[1] mnt:[2] net:[3] pid:[4]")
    assert confine._inside_namespaces()


# ---------------------------------------------------------------------------------------------------------------
# Advice, lists, the filter as a program.


def test_available_names_every_layer() -> None:
    offered = confine.available()
    assert tuple(offered) == confine.LAYERS
    assert all(reason is None or len(reason) > 20 for reason in offered.values())


def test_available_says_how_to_get_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "apt install bubblewrap" in str(confine._lacks_namespaces.__wrapped__())


@pytest.mark.parametrize(
    ("version", "setting", "words"),
    [
        ("bubblewrap 0.6.1", "", "too old"),
        ("bubblewrap 0.9.0", "kernel/apparmor_restrict_unprivileged_userns=1", "/etc/apparmor.d/bwrap"),
        ("bubblewrap 0.9.0", "kernel/unprivileged_userns_clone=0", "unprivileged_userns_clone=1"),
        ("bubblewrap 0.9.0", "user/max_user_namespaces=0", "max_user_namespaces"),
        ("bubblewrap 0.9.0", "", "container"),
    ],
)
def test_available_says_why_bubblewrap_fails(
    version: str, setting: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_: object) -> SimpleNamespace:
        failed = command[1] != "--version"
        return SimpleNamespace(returncode=int(failed), stdout=version, stderr="bwrap: no permissions" * failed)

    name, _, value = setting.partition("=")
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/bwrap")
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(confine, "_sysctl", lambda asked: value if asked == name else None)
    assert words in str(confine._lacks_namespaces.__wrapped__())


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSYS, "5.13"), (errno.EOPNOTSUPP, "lsm="), (errno.EPERM, "refused")]
)
def test_available_says_why_landlock_is_missing(number: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(landlock, "_abi", refuse)
    assert words in str(landlock.why_not())


def test_elsewhere_it_degrades(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    offered = {layer: probe() for layer, probe in confine._PROBES.items() if layer != "namespaces"}
    assert offered.pop("rlimits") is None
    assert all("Linux" in str(reason) for reason in offered.values())
    assert "Linux" in str(confine._lacks_namespaces.__wrapped__())


def test_default_readable_is_narrow() -> None:
    found = confine.default_readable()
    assert len(set(found)) == len(found)
    assert all(path.is_absolute() for path in found)
    for tree in ("/", "/proc", "/proc/self", "/etc", "/home", "/root", "/tmp", "/dev", "/dev/shm", "/sys"):
        assert Path(tree) not in found
    assert any(Path(os.__file__).is_relative_to(path) for path in found)


def test_what_one_user_installed_is_not_readable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No process of ours could import it: they are all started with -I."""
    monkeypatch.setattr(site, "ENABLE_USER_SITE", True)
    monkeypatch.setattr(site, "getusersitepackages", lambda: str(tmp_path))
    assert tmp_path not in confine.default_readable()


@pytest.mark.parametrize(("machine", "header"), [("x86_64", "asm/unistd_64.h"), ("aarch64", "asm-generic/unistd.h")])
def test_numbers_agree_with_the_headers(machine: str, header: str) -> None:
    found = [path for path in Path("/usr/include").glob(f"**/{header}") if path.is_file()]
    if not found:
        pytest.skip("no kernel headers here")
    theirs: dict[str, int] = {}
    for _, name, number in re.findall(r"#define __NR(3264)?_(\w+)\s+(\d+)", found[0].read_text()):
        theirs.setdefault(name, int(number))
    ours: dict[str, int] = {}
    for table in (seccomp._ALLOWED, seccomp._CONDITIONAL, seccomp._PRETENDED):
        ours |= seccomp._numbers(table, machine)
    renamed = {"newfstatat": "fstatat", "fadvise64": "fadvise64"} if machine == "aarch64" else {}
    wrong = {name: number for name, number in ours.items() if theirs.get(renamed.get(name, name)) != number}
    assert not wrong
    assert len(set(ours.values())) == len(ours)


def _judge(machine: str, number: int, *arguments: int, arch: int | None = None) -> str:
    """Runs the filter for process 1000 as the kernel would; what it decides about one call."""
    data = {0: number, 4: seccomp._MACHINES[machine][0] if arch is None else arch}
    for i in range(6):
        value = arguments[i] if i < len(arguments) else 0
        data[16 + 8 * i], data[20 + 8 * i] = value & 0xFFFFFFFF, value >> 32 & 0xFFFFFFFF
    code = seccomp.program(1000, machine)
    at = accumulator = 0
    while True:
        operation, yes, no, k = code[at]
        at += 1
        if operation == seccomp._LOAD:
            accumulator = data[k]
        elif operation == seccomp._AND:
            accumulator &= k
        elif operation == seccomp._IF_EQUAL:
            at += yes if accumulator == k else no
        elif operation == seccomp._IF_AT_LEAST:
            at += yes if accumulator >= k else no
        else:
            assert operation == seccomp._RETURN
            names = {0x80000000: "kill", 0x7FFF0000: "allow", 0x00050000: "pretend"}
            return names.get(k) or errno.errorcode[k & 0xFFFF]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("pid", [1, 2, 1000, 0x7FFF, 0x10000, 4_194_303])
def test_the_kernel_gets_the_filter_of_the_process(machine: str, pid: int) -> None:
    """It is put together before the process is forked; not one byte differs."""
    code = [struct.pack("=HBBI", *instruction) for instruction in seccomp.program(pid, machine)]
    assert seccomp.packed(pid, machine) == b"".join(code)
    assert seccomp.packed(pid + 1, machine) != b"".join(code)


THREAD = 0x3D0F00  # the flags with which the C library starts a thread


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_as_a_program(machine: str) -> None:
    def call(name: str) -> int:
        tables = seccomp._ALLOWED + seccomp._CONDITIONAL + seccomp._PRETENDED
        return seccomp._numbers(tables, machine)[name]

    assert len(seccomp.program(1000, machine)) < 4096  # the kernel takes no longer one
    for name in seccomp._numbers(seccomp._ALLOWED, machine):
        assert _judge(machine, call(name), 1, 2, 3) == "allow"
    assert _judge(machine, call("clone"), THREAD) == "allow"
    assert _judge(machine, call("clone"), 17) == "EPERM"  # fork
    assert _judge(machine, call("clone"), 0x4111) == "EPERM"  # vfork
    assert _judge(machine, call("clone"), THREAD | 0x10000000) == "EPERM"  # CLONE_NEWUSER
    for name in ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
        assert _judge(machine, call(name), 1000, 9) == "allow"
        assert [_judge(machine, call(name), pid, 9) for pid in (1, 999, 0, -1, -1000)] == ["EPERM"] * 5
    for name in ("prlimit64", "sched_setaffinity"):
        assert [_judge(machine, call(name), pid) for pid in (0, 1000, 999)] == ["allow", "allow", "EPERM"]
    assert _judge(machine, call("sendto"), 3, 4, 5, 0, 0) == "allow"
    assert _judge(machine, call("sendto"), 3, 4, 5, 0, 1 << 40) == "EPERM"
    assert _judge(machine, call("sendto"), 3, 4, 5, 0, 4096) == "EPERM"
    assert _judge(machine, call("sendto"), 3, 4, 5, 1) == _judge(machine, call("recvfrom"), 3, 4, 5, 1) == "EPERM"
    assert _judge(machine, call("sendto"), 3, 4, 5, 0x4040) == _judge(machine, call("recvfrom"), 3, 4, 5, 2) == "allow"
    cloexec = 0x80000
    assert _judge(machine, call("socketpair"), 1, 1 | cloexec) == "allow"
    assert _judge(machine, call("socketpair"), 1, 2 | cloexec) == "EPERM"  # datagrams
    assert _judge(machine, call("socketpair"), 2, 1) == "EPERM"
    assert [_judge(machine, call("prctl"), option) for option in (1, 4, 15, 22)] == ["EPERM", "EPERM", "allow", "EPERM"]
    assert [_judge(machine, call("ioctl"), 0, request) for request in (0x5401, 0x5412)] == ["allow", "EPERM"]
    assert [_judge(machine, call("fcntl"), 0, command) for command in (3, 8, 10, 15)] == ["allow"] + ["EPERM"] * 3
    assert _judge(machine, call("fchmod")) == "pretend"
    assert _judge(machine, 435) == "ENOSYS"
    assert _judge(machine, call("read"), arch=0x40000003) == "kill"
    if machine == "x86_64":
        assert _judge(machine, 0x40000000 | 39) == "kill"
