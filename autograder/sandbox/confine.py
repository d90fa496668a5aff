"""Locks a process in for good, in layers, before it runs a line of a student's code.

A trusted *grader* starts a *zygote*, inside `bubblewrap` where the host allows it. The zygote imports torch once and
forks a child for each submission; the child calls `confine` and only then touches the submission. A child so
confined has threads, its imports, a scratch folder and the socket that it inherited. It has no new processes, no
network, no other files, and no way to signal or inspect another process.

===========  ===================================================================================================
layer        what it takes away
===========  ===================================================================================================
namespaces   the sight of everything else: hosts, processes, and all files that were not bound in
landlock     files outside the allow-list; where the kernel has it TCP, abstract sockets, signals (`landlock`)
seccomp      every system call that is not on an allow-list of ordinary ones (`seccomp`)
uid          what the grader's own user owns; the only layer under which a limit on processes holds for root
rlimits      memory, processor time, size of files, number of descriptors and threads
===========  ===================================================================================================

The layers overlap on purpose: most attacks meet two or three. What none of them closes: descriptors that the child
inherits keep working (close all but one, and let that be a *stream* socket); its memory is a copy of the zygote's,
environment and all (keep secrets out of it); the scratch folder may hold any number of files of the allowed size
(put it on a file system with a quota where that matters); without namespaces the names of files can be probed;
what is installed in this Python is readable; kernel bugs. GPUs are not reachable from inside.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import platform
import shutil
import signal
import site
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import landlock, seccomp
from autograder.sandbox.libc import libc

LAYERS: tuple[str, ...] = ("namespaces", "landlock", "seccomp", "uid", "rlimits")

BWRAP_PROFILE = """\
abi <abi/4.0>,
include <tunables/global>

profile bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
  include if exists <local/bwrap>
}
"""
"""What Ubuntu from 24.04 on wants for bubblewrap of a grader that is not root: `/etc/apparmor.d/bwrap`."""

_NOBODY = 65534
_STACK_BYTES = 8 << 20  # Linux's own default; a grader that runs with an unlimited stack would pass that on
_NAMESPACES = ("ipc", "mnt", "net", "pid")
_BWRAP_AT_LEAST = (0, 8)  # --size came with 0.7, --disable-userns with 0.8
# Devices in the namespaces' /dev. A terminal is not among them.
_DEVICES = ("null", "zero", "full", "random", "urandom")

# bubblewrap() says here which namespaces it was called in. Read at import, which is the zygote's, because a careful
# child empties its environment.
_OUTSIDE_VARIABLE = "GRADESCENT_OUTSIDE"
_OUTSIDE = os.environ.get(_OUTSIDE_VARIABLE, "")

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 1, 4, 24, 38, 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_CHOWN, _CAP_SETGID, _CAP_SETUID = 0, 6, 7


class ConfineError(RuntimeError):
    """A layer that this host offers could not be put in force. The process must end without running the submission."""


@dataclass(frozen=True)
class Policy:
    """What a confined process may use.

    Attributes:
        readable: trees and single files that may be read; see `default_readable`. A missing one grants nothing.
        scratch: the one folder that may be written; it exists, and belongs to whom the process will run as.
        memory_bytes: memory on top of what the process has when it is confined.
        cpu_seconds: processor time of all threads, on top of what was used; then SIGXCPU, a second later SIGKILL.
        file_bytes: size of any one file.
        open_files: number of descriptors, the inherited ones included.
        listable: folders of which the names may be read, at any depth, but no contents; see `readable_without`.
        processes: number of threads. Exact for a user of its own (see `confine`), and shared by all that run under
            it; else added to what the host runs, for the kernel counts all that the user has. Root is not bound.
    """

    readable: tuple[Path, ...]
    scratch: Path
    memory_bytes: int
    cpu_seconds: int
    file_bytes: int
    open_files: int
    processes: int
    listable: tuple[Path, ...] = ()


def confine(policy: Policy, allowed_uid: int | None = None) -> tuple[str, ...]:
    """Locks this process in, irrevocably.

    Call it from the only thread (the locks are the thread's, and its later threads inherit them), after `setsid` and
    after the imports that need more than `policy.readable`.

    Args:
        policy: what remains allowed.
        allowed_uid: a user, and the group of the same number, to become if this process is root and may. Not done
            where that user could not read all of `policy.readable` (a Python under /root, say), because lazy
            imports would fail. Root then stays root, without capabilities, and a scratch folder handed to
            `allowed_uid` is taken back.

    Returns:
        The names of the layers in force, strongest first. A layer that this host does not offer is left out.

    Raises:
        ConfineError: a layer that should work did not, or the scratch folder cannot be written. Some layers may be in
            force; none can be undone.
    """
    force = []
    try:
        if _inside_namespaces():
            force.append("namespaces")
        if sys.platform.startswith("linux"):
            _require_one_thread()
            _prctl(_PR_SET_NO_NEW_PRIVS, 1)
            changed = allowed_uid is not None and _lacks_uid(allowed_uid, policy.readable) is None
            _drop_privileges(allowed_uid if changed else None, policy.scratch)
            if changed:
                force.append("uid")
            # Ends with whoever forked it. Said here, for changing the user takes it back.
            _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            # Others of the same user can then neither trace this process nor read its memory.
            _prctl(_PR_SET_DUMPABLE, 0)
        if not os.access(policy.scratch, os.W_OK | os.X_OK):
            raise ConfineError(f"uid {os.getuid()} cannot write the scratch folder {policy.scratch}; chown it first")
        if _lacks("rlimits") is None:
            _limit(policy, own_user="uid" in force)
            force.append("rlimits")
        if _lacks("landlock") is None:
            landlock.install(policy.readable, (policy.scratch, Path(os.devnull)), policy.listable)
            force.append("landlock")
        # Last, for it forbids most of the above.
        if _lacks("seccomp") is None:
            seccomp.install()
            force.append("seccomp")
    except (OSError, ValueError) as error:
        so_far = ", ".join(force) or "nothing"
        raise ConfineError(f"could not lock the process in (so far: {so_far}): {error}") from error
    return tuple(layer for layer in LAYERS if layer in force)


def available() -> dict[str, str | None]:
    """For each layer: None if this host gives it, else one sentence on why not and how to get it.

    For "namespaces" it starts a Python under `bubblewrap` to see, once. "uid" is judged for the user `nobody` and
    `default_readable` as they are seen from here; inside `bubblewrap`, folders on the way are open to all.
    """
    return {layer: _lacks(layer) for layer in LAYERS}


def default_readable() -> tuple[Path, ...]:
    """The trees and files that Python, numpy, torch and matplotlib read after they were imported, if they exist.

    - This Python, its standard library and all that is installed in it, for lazy imports. So nothing secret may be
      installed there: neither Landlock nor this list can take a package out of a tree that it allows.
    - The system's libraries and their cache, fonts, time zones; `/dev/null` and the random devices.
    - Of `/sys`, the processors and memory nodes, by which OpenMP, OpenBLAS and torch choose numbers of threads.
    - Of `/proc`, single files and never the whole: without a pid namespace, `cmdline` of every process and
      `environ` of those of the same user can be read, the grader's too. `/proc/self` is resolved when a process is
      confined, to its own. Even of that `environ` stays shut (it shows the zygote's as it was at its start,
      whatever the child cleared since), and `net` (the host's connections), `root` and `cwd`.
    - Not `/etc/passwd`: set HOME and USER, and nobody needs it. Not `/dev/shm`, memory outside all limits.
    """
    paths = sysconfig.get_paths()
    found = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *site.getsitepackages()]
    found += [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found += ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"]
    found += ["/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig"]
    found += ["/etc/fonts", "/usr/share/zoneinfo", "/etc/localtime"]
    found += ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]
    found += ["/sys/devices/system/cpu", "/sys/devices/system/node"]
    found += ["/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory"]
    found += [f"/proc/self/{name}" for name in ("fd", "maps", "stat", "statm", "status")]
    kept: list[Path] = []
    for path in sorted({Path(name) for name in found if Path(name).exists()}):
        # What a link leads out of a tree is not in it.
        inside = (tree for tree in kept if path.is_relative_to(tree))
        if not any(path.resolve().is_relative_to(tree.resolve()) for tree in inside):
            kept.append(path)
    return tuple(kept)


def readable_without(readable: Iterable[Path], secret: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Takes secret folders out of trees that may be read, for Landlock allows trees and never forbids a part of one.

    Returns:
        What remains readable (beside a secret, its siblings one by one), and the folders above the secrets, whose names
        have to stay listable, or Python would find nothing in them.
    """
    trees, above = list(readable), []
    for hidden in secret:
        for tree in [tree for tree in trees if hidden.is_relative_to(tree)]:
            trees.remove(tree)
            while tree != hidden:
                above.append(tree)
                step = tree / hidden.relative_to(tree).parts[0]
                trees += [entry for entry in sorted(tree.iterdir()) if entry != step]
                tree = step
    return tuple(trees), tuple(above)


def bubblewrap(
    command: Sequence[str],
    readable: Sequence[Path],
    scratch: Path,
    *,
    secret: Sequence[Path] = (),
    tmp_bytes: int = 64 << 20,
) -> list[str]:
    """The command that starts `command` in new namespaces, with a view of little but `readable` and `scratch`.

    Root stays root inside, with only the capabilities that `confine` needs to become another user; a user namespace
    would know no other user. Others get one, and no further one inside. The process dies with the *thread* that
    started it.

    Args:
        command: the program and its arguments, found inside.
        readable: what is bound in, read-only. Own trees that `command` needs must be named as well.
        scratch: bound in to be written: the folder that holds all submissions' scratch folders.
        secret: folders in the readable trees that are to look empty.
        tmp_bytes: the size of a private /tmp, memory that goes when the process does.

    Descriptors are not among the arguments, for bubblewrap passes on all that it gets: name those to keep in
    `subprocess.Popen(pass_fds=...)`, which closes the others.
    """
    root = os.geteuid() == 0
    line = ["bwrap", "--die-with-parent", "--new-session"]
    if root:
        line += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        line += ["--cap-drop", "ALL"]
        for capability in ("CAP_CHOWN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            line += ["--cap-add", capability]
    else:
        line += ["--unshare-all", "--unshare-user", "--disable-userns"]
    line += ["--hostname", "sandbox", "--setenv", _OUTSIDE_VARIABLE, _namespaces()]
    # bwrap's own --dev has no size, and leaves /dev and /dev/shm to be filled with memory that no limit counts.
    line += ["--proc", "/proc", "--size", str(64 << 10), "--tmpfs", "/dev", "--dir", "/dev/shm"]
    for device in _DEVICES:
        line += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        line += ["--symlink", f"/proc/self/fd/{number}", f"/dev/{name}"]
    line += ["--symlink", "/proc/self/fd", "/dev/fd", "--size", str(tmp_bytes), "--tmpfs", "/tmp"]
    # A folder before what lies in it, or the bind of the outer would cover that of the inner.
    binds = dict.fromkeys(readable, "--ro-bind") | {scratch: "--bind"}
    made = {Path("/"), Path("/tmp")}
    for path in sorted(binds, key=lambda path: len(path.parts)):
        if path.parts[1:2] in (("proc",), ("dev",)) or not path.exists():
            continue
        if not any(path.is_relative_to(tree) for tree in made & binds.keys()):
            # bwrap makes missing folders with mode 0700, which the child's own user could not pass.
            for folder in reversed(path.parents):
                if folder not in made:
                    line += ["--perms", "0755", "--dir", str(folder)]
                    made.add(folder)
        line += [binds[path], str(path), str(path)]
        made.add(path)
    for hidden in secret:
        if any(hidden.is_relative_to(tree) for tree in readable):
            line += ["--perms", "0755", "--size", "4096", "--tmpfs", str(hidden), "--remount-ro", str(hidden)]
    # The root itself is a tmpfs without a size, too.
    line += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(scratch)]
    return [*line, "--", *command]


# What the host offers.


def _lacks(layer: str) -> str | None:
    """Why this host does not offer the layer, or None; the one place to pretend otherwise in a test."""
    return _PROBES[layer]()


@functools.cache
def _lacks_namespaces() -> str | None:
    if not sys.platform.startswith("linux"):
        return "namespaces need Linux; run the grader in a Linux container or virtual machine"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed; on Debian and Ubuntu: apt install bubblewrap"
    with tempfile.TemporaryDirectory() as scratch:
        trial = bubblewrap([sys.executable, "-I", "-S", "-c", "pass"], default_readable(), Path(scratch))
        try:
            version = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, timeout=10, check=True)
            numbers = tuple(int(number) for number in version.stdout.split()[-1].split(".")[:2])
            if numbers < _BWRAP_AT_LEAST:
                return f"bubblewrap is too old ({version.stdout.strip()}); 0.8 or newer is needed"
            done = subprocess.run(trial, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
        except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
            return f"bubblewrap could not be tried: {error}"
    if done.returncode == 0:
        return None
    said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    if _sysctl("kernel/apparmor_restrict_unprivileged_userns") == "1":
        cure = (
            "Ubuntu's AppArmor restricts user namespaces: write the profile below to /etc/apparmor.d/bwrap and run "
            "apparmor_parser -r /etc/apparmor.d/bwrap as root"
        )
    elif _sysctl("kernel/unprivileged_userns_clone") == "0":
        cure = "sysctl kernel.unprivileged_userns_clone=1 would allow it"
    elif _sysctl("user/max_user_namespaces") == "0":
        cure = "user.max_user_namespaces is 0: raise it by sysctl"
    else:
        cure = "in a container, its runtime must allow unshare and mount (CAP_SYS_ADMIN, for root)"
    return f"bubblewrap does not work here ({said}); {cure}"


def _lacks_uid(uid: int = _NOBODY, readable: Iterable[Path] | None = None) -> str | None:
    if not sys.platform.startswith("linux"):
        return "changing the user is done on Linux only"
    if os.geteuid() != 0 or not (_has_capability(_CAP_SETUID) and _has_capability(_CAP_SETGID)):
        return "only a grader that runs as root can run submissions as another user"
    for map_name in ("uid_map", "gid_map"):
        ranges = [[int(word) for word in row.split()] for row in Path("/proc/self", map_name).read_text().splitlines()]
        if not any(first <= uid < first + count for first, _, count in ranges):
            return f"user {uid} does not exist in this user namespace; map it there, or start the grader outside"
    return _shut_to_any(uid, tuple(default_readable() if readable is None else readable))


def _lacks_rlimits() -> str | None:
    try:
        import resource  # noqa: F401
    except ImportError:
        return "this system has no resource limits; run the grader on Linux or macOS"
    return None


_PROBES: dict[str, Callable[[], str | None]] = {
    "namespaces": _lacks_namespaces,
    "landlock": landlock.why_not,
    "seccomp": seccomp.why_not,
    "uid": _lacks_uid,
    "rlimits": _lacks_rlimits,
}


def _sysctl(name: str) -> str | None:
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return None


@functools.cache
def _shut_to_any(uid: int, readable: tuple[Path, ...]) -> str | None:
    for path in readable:
        shut = _shut_to(uid, path)
        if shut is not None:
            return f"user {uid} cannot read {path}, because of {shut}; install outside it, or use bubblewrap"
    return None


def _shut_to(uid: int, path: Path) -> Path | None:
    """The folder or file on the way to `path` that a user without groups may not pass, going by modes."""
    if not path.exists() or path.parts[1:2] == ("proc",):
        return None
    path = path.resolve()
    for step in (path, *path.parents):
        facts = step.stat()
        shift = 6 if facts.st_uid == uid else 3 if facts.st_gid == uid else 0
        mode = facts.st_mode >> shift
        read, search = bool(mode & 4), bool(mode & 1)
        if (step == path and not read) or (stat.S_ISDIR(facts.st_mode) and not search):
            return step
    return None


def _namespaces() -> str:
    if not sys.platform.startswith("linux"):
        return ""
    return " ".join(str(Path("/proc/self/ns", name).readlink()) for name in _NAMESPACES)


def _inside_namespaces() -> bool:
    """Whether each of our namespaces differs from that in which `bubblewrap` was called."""
    outside, inside = _OUTSIDE.split(), _namespaces().split()
    if not outside:
        return False
    return len(outside) == len(inside) and all(ours != theirs for ours, theirs in zip(inside, outside, strict=True))


# The parts of confine().


def _status(field: str) -> str:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return line.split(":", 1)[1].strip()
    raise OSError(errno.ENOENT, f"/proc/self/status has no {field}")


def _has_capability(number: int) -> bool:
    return sys.platform.startswith("linux") and bool(int(_status("CapEff"), 16) >> number & 1)


def _require_one_thread() -> None:
    count = int(_status("Threads"))
    if count != 1:
        raise ConfineError(f"the process has {count} threads; the locks would bind only the one that asks for them")


def warm_up(uid: int | None, readable: tuple[Path, ...]) -> None:
    """Does what need not be done after the fork; the zygote calls it, for those whom `confine` will lock in."""
    if sys.platform.startswith("linux"):
        libc()
        if _lacks("seccomp") is None:
            seccomp.packed(os.getpid(), platform.machine())
        if uid is not None:
            _shut_to_any(uid, readable)


def _prctl(option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if libc().prctl(ctypes.c_int(option), *padded) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def _drop_privileges(uid: int | None, scratch: Path) -> None:
    """Becomes `uid` if one is given, and leaves all capabilities behind in any case."""
    if int(_status("CapPrm"), 16) == 0:
        return
    if uid is None and scratch.stat().st_uid != os.geteuid() and _has_capability(_CAP_CHOWN):
        # Without capabilities root is a user like any other, and may not write what was handed to somebody else.
        os.chown(scratch, os.geteuid(), os.getegid())
    for capability in range(64):
        try:
            _prctl(_PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:  # beyond the last one that this kernel knows
                break
            if error.errno != errno.EPERM:  # without CAP_SETPCAP; harmless, for nothing is ever executed
                raise
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)  # version, pid
    if libc().capset(header, (ctypes.c_uint32 * 6)()) != 0:
        error_number = ctypes.get_errno()
        raise OSError(error_number, f"capset: {os.strerror(error_number)}")
    if int(_status("CapPrm"), 16) != 0:
        raise ConfineError("capabilities remain after they were dropped")


def _limit(policy: Policy, own_user: bool) -> None:
    """Sets the resource limits, hard ones, never above what was in force already."""
    import resource

    def lower(name: str, value: int, grace: int = 0) -> None:
        which = getattr(resource, name, None)
        if which is None:
            return
        _, ceiling = resource.getrlimit(which)
        hard = value + grace if ceiling == resource.RLIM_INFINITY else min(value + grace, ceiling)
        try:
            resource.setrlimit(which, (min(value, hard), hard))
        except (OSError, ValueError):
            if sys.platform.startswith("linux"):  # elsewhere some limits are names without a meaning
                raise

    lower("RLIMIT_CORE", 0)
    lower("RLIMIT_CPU", int(sum(os.times()[:2])) + policy.cpu_seconds, grace=1)
    lower("RLIMIT_FSIZE", policy.file_bytes)
    lower("RLIMIT_NOFILE", policy.open_files)
    lower("RLIMIT_STACK", _STACK_BYTES)
    if sys.platform.startswith("linux"):
        # The kernel counts all that is mapped, and a torch built for CUDA maps gigabytes at import that it never
        # touches: so the limit is on what is added. DATA counts what is private and writable, AS everything, shared
        # memory included. One process is all there can be, so this bounds the memory of the submission.
        pages = [int(word) for word in Path("/proc/self/statm").read_text().split()]
        lower("RLIMIT_AS", pages[0] * resource.getpagesize() + policy.memory_bytes)
        lower("RLIMIT_DATA", pages[5] * resource.getpagesize() + policy.memory_bytes)
        # A user's count includes all that he runs anywhere; only "n of m" of /proc/loadavg is sure not to be less.
        others = 0 if own_user else int(Path("/proc/loadavg").read_text().split()[3].split("/")[1])
        lower("RLIMIT_NPROC", policy.processes + others)
