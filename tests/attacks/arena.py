"""Where attacks are let loose: what they are, what they know, and what must not happen.

An attack is a small file. Those in `cells` are a cell of a student's; `PLACE` says where it stands: "before" the
answers (so by default), "after" them or "instead" of them. Those in `files` have `write(folder, honest)`, which makes a
submission out of the honest wrong notebook. Both may say

    DOORS = ("gradescent", "otter", "nbgrader")    the doors that it concerns, by default all
    EXPECT = {"q1": 0.0, ...}                      its honest marks, where they are not those of the wrong notebook;
                                                   "at most": its own damage may cost it marks; {}: no marks at all
    SLOW = True                                    takes seconds: in the other tools' doors only in the whole matrix
    OPEN = {"fallback": "why"}                     not contained there, and named in docs/security.md

The constants are read without running the file. No cell is ever imported: it would run here.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import secrets
import shutil
import socket
import sqlite3
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TINY = ROOT / "tests" / "course"

DOORS = ("gradescent", "otter", "nbgrader")
FULL = {"q1": 2.0, "q2": 1.0, "q3": 1.0}
DOORS_KEEP = 1e-4
HONEST = {"q1": 0.666667, "q2": 0.0, "q3": 0.5}
"""What `WRONG` is worth: something of the first question, nothing of the second, half of the third."""

RIGHT = {
    "q1": "def double(x):\n    return 2 * x",
    "q2": "def quadruple(x):\n    return 4 * x",
    "q3": "answer = 42\nreason = 'b'",
}
WRONG = {
    "q1": "def double(x):\n    return 2 * abs(x)",
    "q2": "def quadruple(x):\n    return double(double(x)) + 1",
    "q3": "answer = 41\nreason = 'b'",
}
LIMITS = """\
[limits]
cell_seconds = 1
total_seconds = 10
cpu_seconds = 20
memory_mb = 256
file_mb = 8
output_mb = 64
open_files = 64
processes = 16
"""


@dataclass(frozen=True)
class Attack:
    """One attack, as its file has it."""

    name: str
    kind: str
    aim: str
    path: Path
    doors: tuple[str, ...] = DOORS
    place: str = "before"
    expect: Mapping[str, float] | str = field(default_factory=lambda: HONEST)
    slow: bool = False
    open: Mapping[str, str] = field(default_factory=dict)
    group: str = ""

    @property
    def source(self) -> str:
        """A cell's source, without the constants that are for us."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        ours = [node for node in tree.body if _constant(node) is not None]
        lines = self.path.read_text(encoding="utf-8").splitlines()
        for node in ours:
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
        return "\n".join(lines).strip() + "\n"

    def write(self, folder: Path, honest: bytes) -> Path:
        """The submission of an attack that is a file."""
        spec = importlib.util.spec_from_file_location(f"attack_{self.name}", self.path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.write(folder, honest)

    def fits(self, marks: Mapping[str, float]) -> bool:
        """Whether these are the honest marks."""
        if self.expect == "at most":
            return all(mark <= HONEST[name] + DOORS_KEEP for name, mark in marks.items())
        return same_marks(marks, self.expect)


def same_marks(a: Mapping[str, float], b: Mapping[str, float]) -> bool:
    """Equal to what any door keeps of them: nbgrader all, otter five decimals."""
    return a.keys() == b.keys() and all(abs(a[name] - b[name]) < DOORS_KEEP for name in a)


_CONSTANTS = {"DOORS", "PLACE", "EXPECT", "SLOW", "OPEN", "GROUP"}


def _constant(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in _CONSTANTS:
        return node.targets[0].id
    return None


def attacks(*kinds: str) -> list[Attack]:
    """All attacks of these kinds (`cells`, `files`), by name."""
    found = []
    for kind in kinds or ("cells", "files"):
        for path in sorted((HERE / kind).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            said = {name.lower(): ast.literal_eval(node.value) for node in tree.body if (name := _constant(node))}
            aim = " ".join((ast.get_docstring(tree) or "").split())
            assert aim.endswith("."), f"{path} needs a docstring: its aim, one sentence"
            found.append(Attack(path.stem, kind, aim, path, **said))
    names = [attack.name for attack in found]
    assert len(set(names)) == len(names)
    return found


# --- notebooks --------------------------------------------------------------------------------------------


def code(source: str, name: str) -> dict[str, Any]:
    """A code cell of the student's own."""
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [], "source": source}


def answered(book: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """The issued notebook with these answers."""
    cells = [{**cell, "source": answers.get(cell["id"], cell["source"])} for cell in book["cells"]]
    return {**book, "cells": cells}


PRELUDE = """\
# What a well-informed attacker knows: every path, port and process id.
import re as _re
KNOWN = {known!r}
LOOT = set()


def take(data):
    text = data.decode('latin-1') if isinstance(data, bytes | bytearray) else str(data)
    LOOT.update(_re.findall(r'canary-[a-z]+-[0-9a-f]{{16}}', text))


def spill():
    for secret in sorted(LOOT):
        print(secret)
    if LOOT:
        raise RuntimeError(' '.join(sorted(LOOT)))


def marked(path):
    return path + '/' + KNOWN['marker']
"""


def woven(book: Mapping[str, Any], cells: Mapping[str, Attack] | list[Attack], known: Mapping[str, Any]) -> dict:
    """The wrong notebook with the cells of one or several attacks in it."""
    listed = list(cells.values()) if isinstance(cells, Mapping) else cells
    instead = any(attack.place == "instead" for attack in listed)
    honest = book if instead else answered(book, WRONG)
    front, back = [code(PRELUDE.format(known=dict(known)), "prelude")], []
    for attack in listed:
        (back if attack.place == "after" else front).append(code(attack.source, attack.name.replace("_", "-")))
    made: list[dict[str, Any]] = []
    for cell in honest["cells"]:
        if cell["id"] == "q1":
            made += front
        if not (instead and cell["id"] in WRONG):
            made.append(cell)
    return {**honest, "cells": made + back}


# --- the world around -------------------------------------------------------------------------------------


class World:
    """A course with canaries in all that is secret, a peer, a gradebook, listeners; and what became of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marker = f"marker-{secrets.token_hex(8)}"
        # The aim of a hidden check may stand in the instructor's results; the others nowhere but where they are.
        self.canaries = {
            name: f"canary-{name}-{secrets.token_hex(8)}"
            for name in ("hidden", "aim", "solution", "peer", "outside", "environment", "memory")
        }
        self.course = folder / "course"
        _copy_course(self.course, self.canaries)
        self.book = json.loads((self.course / "assignments" / "tiny" / "tiny.ipynb").read_text(encoding="utf-8"))
        self.outside = folder / "outside"
        self.outside.mkdir()
        (self.outside / "notes.txt").write_text(self.canaries["outside"])
        self.peer = folder / "peers" / "peer.ipynb"
        self.peer.parent.mkdir()
        self.peer.write_text(json.dumps(answered(self.book, {**RIGHT, "q4": self.canaries["peer"]})))
        self.home = folder / "home"
        (self.home / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
        self.results = folder / "results"
        self.results.mkdir()
        (self.results / "scores.csv").write_text("submission,score\npeer,4\n")
        self.gradebook = folder / "gradebook.db"
        with contextlib.closing(sqlite3.connect(self.gradebook)) as database:
            database.execute("create table grade (student text, auto_score real)")
            database.execute("insert into grade values ('peer', 4)")
            database.commit()
        for path in sorted(folder.rglob("*")):  # an attacker of another uid must be stopped by something better
            path.chmod(0o777 if path.is_dir() else 0o666)
        self._listen()

    def _listen(self) -> None:
        self.sockets: dict[str, socket.socket] = {
            "tcp": socket.create_server(("127.0.0.1", 0)),
            "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "unix": socket.socket(socket.AF_UNIX),
            "abstract": socket.socket(socket.AF_UNIX),
        }
        self.sockets["udp"].bind(("127.0.0.1", 0))
        self.unix = f"/tmp/{self.marker[:20]}.sock"
        self.sockets["unix"].bind(self.unix)
        self.abstract = f"{self.marker}-abstract"
        self.sockets["abstract"].bind("\0" + self.abstract)
        for name in ("unix", "abstract"):
            self.sockets[name].listen()
        for listener in self.sockets.values():
            listener.setblocking(False)

    def close(self) -> None:
        """Ends the listeners."""
        for listener in self.sockets.values():
            listener.close()
        Path(self.unix).unlink(missing_ok=True)

    @property
    def known(self) -> dict[str, Any]:
        """What every attack is told."""
        room = self.course / "solutions" / "tiny"
        return {
            "marker": self.marker,
            "course": str(self.course),
            "hidden": str(room / "hidden.py"),
            "answers": str(room / "answers.py"),
            "toml": str(self.course / "assignments" / "course.toml"),
            "peer": str(self.peer),
            "outside": str(self.outside),
            "results": str(self.results),
            "gradebook": str(self.gradebook),
            "home": str(self.home),
            "tcp": self.sockets["tcp"].getsockname()[1],
            "udp": self.sockets["udp"].getsockname()[1],
            "unix": self.unix,
            "abstract": self.abstract,
            "grader": os.getpid(),
        }

    def snapshot(self) -> dict[str, str]:
        """Every file around, by its contents."""
        found = {}
        for path in [self.folder, *sorted(self.folder.rglob("*"))]:
            if "submissions" in path.relative_to(self.folder).parts[:1]:
                continue
            facts = path.lstat()
            body = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path.relative_to(self.folder))] = f"{facts.st_mode:o} {body}"
        return found

    def stray(self) -> list[str]:
        """Files with our mark where everybody may write."""
        places = ["/tmp", "/dev/shm", "/var/tmp", "/run", os.getcwd(), str(Path.home()), str(ROOT), "/"]
        found = []
        for place in places:
            with contextlib.suppress(OSError):
                found += [f"{place}/{name}" for name in os.listdir(place) if name.startswith(self.marker)]
        return found

    def visits(self) -> list[str]:
        """The listeners that somebody spoke to."""
        found = []
        for name, listener in self.sockets.items():
            with contextlib.suppress(BlockingIOError):
                if name == "udp":
                    listener.recv(100)
                else:
                    listener.accept()[0].close()
                found.append(name)
        return found

    def leaks(self, text: str, *allowed: str) -> list[str]:
        """The canaries in a text."""
        return [name for name, canary in self.canaries.items() if canary in text and name not in allowed]

    def submission(self, attack: Attack, folder: Path, known: Mapping[str, Any] | None = None) -> Path:
        """Writes what the attacker hands in; `folder` is theirs."""
        folder.mkdir(parents=True, exist_ok=True)
        known = {**self.known, **(known or {})}
        if attack.kind == "cells":
            path = folder / f"{attack.name}.ipynb"
            path.write_text(json.dumps(woven(self.book, [attack], known)))
            return path
        return attack.write(folder, json.dumps(answered(self.book, WRONG)).encode())


def _copy_course(folder: Path, canaries: Mapping[str, str]) -> None:
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    plan = folder / "assignments" / "course.toml"
    plan.write_text(re.sub(r"\[limits\][^\[]*", LIMITS + "\n", plan.read_text()))
    room = folder / "solutions" / "tiny"
    hidden = (
        (room / "hidden.py").read_text().replace("The answer, and why.", f"The answer, and why: {canaries['aim']}.")
    )
    (room / "hidden.py").write_text(f"SECRET = {canaries['hidden']!r}\n" + hidden)
    with (room / "answers.py").open("a") as file:
        file.write(f"\nSECRET = {canaries['solution']!r}\n")


# --- processes --------------------------------------------------------------------------------------------


def processes(text: str) -> set[int]:
    """The processes that were started with this text in their environment: a fork keeps it, whoever its parent is."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if text.encode() in (entry / "environ").read_bytes():
                    found.add(int(entry.name))
    return found


def resident_mb(pids: set[int] | None = None) -> float:
    """The memory of these processes that nobody else shares, or of this one."""
    total = 0
    for pid in pids or {os.getpid()}:
        with contextlib.suppress(OSError):
            words = (Path("/proc") / str(pid) / "statm").read_text().split()
            total += int(words[1]) - int(words[2])
    return total * os.sysconf("SC_PAGE_SIZE") / 2**20


class Peak:
    """The most memory that this process has from now on, beyond what it has now; the kernel keeps the count.

    A thread that samples would miss the peak: reading JSON holds the interpreter's lock.
    """

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5")
        self._start = _status_mb("VmRSS")

    def mb(self) -> float:
        return _status_mb("VmHWM") - self._start


def _status_mb(field_name: str) -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{field_name}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


# --- the pipe ---------------------------------------------------------------------------------------------


def frame(fields: Mapping[str, Any] | str, block: bytes = b"") -> bytes:
    """A message of the wire protocol, made without the engine's help."""
    text = (fields if isinstance(fields, str) else json.dumps(fields)).encode()
    return struct.pack("!II", len(text) + len(block), len(text)) + text + block


@dataclass(frozen=True)
class Worker:
    """A hostile worker: answers everything but probes as it should."""

    name: str
    aim: str
    path: Path

    def module(self) -> Any:
        """The attack's functions; these files only make bytes."""
        spec = importlib.util.spec_from_file_location(f"pipe_{self.name}", self.path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def workers() -> list[Worker]:
    """All attacks on the pipe."""
    paths = sorted((HERE / "pipe").glob("*.py"))
    return [Worker(path.stem, ast.get_docstring(ast.parse(path.read_text())) or "", path) for path in paths]
