"""Landlock, by raw system calls: a process takes from itself all files but those under named paths.

It needs no privilege, no namespace and no helper program, so it is what is left in a container that forbids all
three. The kernel is asked which version of the interface (ABI) it has, and all that this adds is used: 1 files
(Linux 5.13), 2 moving files between folders, 3 truncation (6.2), 4 TCP (6.7), 5 ioctl on devices (6.10), 6 signals
and abstract Unix sockets (6.12). Of 7 and later nothing is needed here: 7 is about audit logs.

Landlock does not govern stat (names and sizes of any file can be probed), chmod and utime, UDP, nor Unix sockets
with a path; all but the first are closed by the seccomp filter. Open descriptors keep what they could do.

Numbers and layouts are those of ``linux/landlock.h``; the three calls are numbered alike on all machines.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.libc import libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_GET_VERSION = 1
_RULE_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14

# Execution is handled and granted nowhere. Mapping a shared library is not execution to Landlock.
_READ = _READ_FILE | _READ_DIR
# Making symbolic links, FIFOs, sockets and devices is left out: traps for who reads the folder afterwards.
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_OF_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE  # the kernel takes no other right for what is not a folder

# By ABI, from 1: how many rights of files exist.
_FILE_RIGHTS = (13, 14, 15, 15, 16)
_TCP_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def _syscall(number: int, *arguments: object) -> int:
    result: int = libc().syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def _abi() -> int:
    return _syscall(_CREATE_RULESET, None, ctypes.c_long(0), ctypes.c_long(_GET_VERSION))


def why_not() -> str | None:
    """None if this host has Landlock; else why not."""
    if not sys.platform.startswith("linux"):
        return "Landlock needs Linux; run the grader in a Linux container or virtual machine"
    try:
        _abi()
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP:
            return "Landlock is built into this kernel but off; add it to lsm= on the kernel's command line"
        if error.errno == errno.ENOSYS:
            return "this kernel has no Landlock; Linux 5.13 or newer has it"
        return f"Landlock is refused here ({error.strerror}); does a container's seccomp profile forbid it?"
    return None


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(folder).st_mode):
            rights &= _OF_FILES
        # struct landlock_path_beneath_attr, which is packed: allowed_access, parent_fd.
        rule = struct.pack("=Qi", rights, folder)
        _syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_long(_RULE_PATH_BENEATH), rule, ctypes.c_long(0))
    finally:
        os.close(folder)


def install(readable: Iterable[Path], writable: Iterable[Path], listable: Iterable[Path] = ()) -> None:
    """Leave the calling thread only these trees and files, for good. Needs no_new_privs; raises OSError.

    What is `listable` shows the names in it, at any depth, and nothing more.

    Symbolic links among the paths are followed now; a path that does not exist grants nothing.
    """
    abi = _abi()
    handled = (1 << _FILE_RIGHTS[min(abi, len(_FILE_RIGHTS)) - 1]) - 1
    # struct landlock_ruleset_attr: files, network, scopes. Older kernels know a shorter one, and take the longer
    # if the rest is zero.
    network = _TCP_BIND_AND_CONNECT if abi >= 4 else 0
    scoped = _ABSTRACT_SOCKETS_AND_SIGNALS if abi >= 6 else 0
    attributes = struct.pack("=QQQ", handled, network, scoped)
    ruleset = _syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_long(0))
    try:
        for path in readable:
            _allow(ruleset, path, _READ & handled)
        for path in listable:
            _allow(ruleset, path, _READ_DIR & handled)
        for path in writable:
            _allow(ruleset, path, _WRITE & handled)
        _syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_long(0))
    finally:
        os.close(ruleset)
