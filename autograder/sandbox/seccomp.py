"""The system calls that a confined process may make, as a seccomp filter assembled here.

The filter is an *allow-list*. A deny-list fails open: each new kernel brings calls that it has not heard of
(io_uring was one). An allow-list was feared to be brittle under torch, so it was measured: a forked, warm
child that trains, saves, draws with matplotlib and starts threads makes fewer than forty different calls. What is
listed below is that, and what ordinary Python code adds, and nothing that reaches another process.

Three answers are given besides "allowed":

- ``EPERM`` for what is refused on purpose, so that Python raises a ``PermissionError`` at the very line;
- ``ENOSYS`` for what is newer than 2019 (number 424 and up, one numbering for all machines since then): the C
  library takes that for an old kernel and falls back. Without it ``clone3`` would fail threads as well;
- a pretended success, which does nothing, for changes of mode and times: Landlock does not govern them, so they would
  reach the owner's files anywhere, yet ``shutil.copy`` must not fail for want of a mode.

Numbers and layouts are those of the kernel's headers (``asm/unistd_64.h``, ``asm-generic/unistd.h``,
``linux/seccomp.h``, ``linux/bpf_common.h``). Layouts assume a little-endian 64-bit machine.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import platform
import struct
import sys

from autograder.sandbox.libc import libc

# Each call as name:x86-64:aarch64; "-" where that machine does not have it.
_ALLOWED = """
# Files, by descriptor.
read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69 pwritev:296:70
preadv2:327:286 pwritev2:328:287 lseek:8:62 close:3:57 close_range:436:436 dup:32:23 dup2:33:- dup3:292:24
fstat:5:80 fstatfs:138:44 fsync:74:82 fdatasync:75:83 sync_file_range:277:84 ftruncate:77:46 fallocate:285:47
flock:73:32 fadvise64:221:223 readahead:187:213 sendfile:40:71 copy_file_range:326:285 fchdir:81:50
getdents:78:- getdents64:217:61 fgetxattr:193:10 flistxattr:196:13

# Files, by path; which paths is Landlock's and the namespaces' business. Not here, because a grader that later
# walks the scratch folder would trip over them: symlink, link, mknod (a FIFO blocks whoever opens it).
open:2:- openat:257:56 creat:85:- access:21:- faccessat:269:48 faccessat2:439:439 stat:4:- lstat:6:-
newfstatat:262:79 statx:332:291 statfs:137:43 readlink:89:- readlinkat:267:78 getcwd:79:17 chdir:80:49
mkdir:83:- mkdirat:258:34 rmdir:84:- unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38
renameat2:316:276 truncate:76:45 getxattr:191:8 lgetxattr:192:9 listxattr:194:11 llistxattr:195:12 umask:95:166

# Memory of this process. Not here: memfd_create, shmget and their like, whose pages no rlimit counts.
mmap:9:222 munmap:11:215 mprotect:10:226 mremap:25:216 madvise:28:233 msync:26:227 brk:12:214
mbind:237:235 get_mempolicy:239:236 set_mempolicy:238:237 membarrier:324:283

# Threads, and waiting. arch_prctl asks for the AMX registers, which oneDNN does at its first product.
futex:202:98 futex_waitv:449:449 set_robust_list:273:99 rseq:334:293 set_tid_address:218:96 gettid:186:178
exit:60:93 exit_group:231:94 restart_syscall:219:128 arch_prctl:158:- sched_yield:24:124
sched_getaffinity:204:123 sched_getscheduler:145:120 sched_getparam:143:121 sched_get_priority_max:146:125
sched_get_priority_min:147:126 getcpu:309:168 poll:7:- ppoll:271:73 select:23:- pselect6:270:72
epoll_create:213:- epoll_create1:291:20 epoll_ctl:233:21 epoll_wait:232:- epoll_pwait:281:22
epoll_pwait2:441:441 eventfd:284:- eventfd2:290:19 pipe:22:- pipe2:293:59 wait4:61:260 waitid:247:95

# Signals to oneself, timers, clocks.
rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigpending:127:136 rt_sigtimedwait:128:137
rt_sigsuspend:130:133 sigaltstack:131:132 signalfd:282:- signalfd4:289:74 pause:34:- alarm:37:-
setitimer:38:103 getitimer:36:102 timer_create:222:107 timer_settime:223:110 timer_gettime:224:108
timer_getoverrun:225:109 timer_delete:226:111 timerfd_create:283:85 timerfd_settime:286:86
timerfd_gettime:287:87 nanosleep:35:101 clock_nanosleep:230:115 clock_gettime:228:113 clock_getres:229:114
gettimeofday:96:169 time:201:- times:100:153

# Facts about this process and the host. setrlimit can only lower, for the capabilities are gone.
getpid:39:172 getppid:110:173 getpgid:121:155 getpgrp:111:- getsid:124:156 getuid:102:174 geteuid:107:175
getgid:104:176 getegid:108:177 getresuid:118:148 getresgid:120:150 getgroups:115:158 capget:125:90
getrlimit:97:163 setrlimit:160:164 getrusage:98:165 getpriority:140:141 uname:63:160 sysinfo:99:179
getrandom:318:278

# Talk over sockets that exist already. Not here: socket, connect, bind; sendmsg and recvmsg, because they can
# carry addresses and descriptors; setsockopt, because it can load a packet filter.
shutdown:48:210 getsockname:51:204 getpeername:52:205 getsockopt:55:209
"""

# Answered with success, and not done.
_PRETENDED = """
chmod:90:- fchmod:91:52 fchmodat:268:53 utime:132:- utimes:235:- futimesat:261:- utimensat:280:88
"""

# Allowed for some arguments only: see `_conditions`.
_CONDITIONAL = """
clone:56:220 kill:62:129 tgkill:234:131 rt_sigqueueinfo:129:138 rt_tgsigqueueinfo:297:240
prlimit64:302:261
sched_setaffinity:203:122 sendto:44:206 recvfrom:45:207 socketpair:53:199 prctl:157:167
ioctl:16:29 fcntl:72:25
"""

# machine: (AUDIT_ARCH_*, number of seccomp(2), column in the tables)
_MACHINES = {"x86_64": (0xC000003E, 317, 0), "aarch64": (0xC00000B7, 277, 1)}

_FIRST_COMMON_NUMBER = 424  # pidfd_send_signal: from here on all machines number alike
_X32_BIT = 0x40000000

# Classic BPF. An instruction is (code, jump if true, jump if false, k); jumps count instructions to skip.
_Instruction = tuple[int, int, int, int]
_Code = list[_Instruction]
_LOAD, _AND, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCH_AT, _ARGS_AT = 0, 4, 16  # offsets in struct seccomp_data

_KILL: _Instruction = (_RETURN, 0, 0, 0x80000000)
_ALLOW: _Instruction = (_RETURN, 0, 0, 0x7FFF0000)


def _fail(error: int) -> _Instruction:
    return (_RETURN, 0, 0, 0x00050000 | error)


# (index of the 32-bit word among the arguments, mask, the values that pass)
_Condition = tuple[int, int, tuple[int, ...]]
_WHOLE = 0xFFFFFFFF
_SOME_PID = 0x5EC0C0DE  # no process has it, and no other number of the filter looks like it


def _low(argument: int) -> int:
    """The word that holds the lower half of an argument, all that the kernel reads of an int or a pid."""
    return 2 * argument


def _high(argument: int) -> int:
    return 2 * argument + 1


def _conditions(pid: int) -> dict[str, list[_Condition]]:
    """What the arguments of each conditional call must be; all of a call's conditions must hold.

    A filter sees registers, never the memory they point to; so a call that hides its object behind a pointer
    (clone3, sendmsg) cannot be conditional and is not allowed at all.
    """
    own = (_low(0), _WHOLE, (pid,))
    own_or_zero = (_low(0), _WHOLE, (0, pid))  # zero stands for the caller in these calls, not for a group
    clone_thread, clone_vm = 0x00010000, 0x00000100
    clone_new = 0x7E020000  # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}
    return {
        "clone": [(_low(0), clone_thread | clone_vm | clone_new, (clone_thread | clone_vm,))],
        "kill": [own],
        "tgkill": [own],
        "rt_sigqueueinfo": [own],
        "rt_tgsigqueueinfo": [own],
        "prlimit64": [own_or_zero],
        "sched_setaffinity": [own_or_zero],
        # send() is sendto() without an address; with one, a datagram socket would reach any listener. Of flags
        # MSG_{DONTWAIT,NOSIGNAL,MORE}, or MSG_{PEEK,TRUNC,DONTWAIT,WAITALL}: never MSG_OOB, which nothing needs and
        # by which the kernel was broken from inside a browser's sandbox (CVE-2025-38236).
        "sendto": [(_low(4), _WHOLE, (0,)), (_high(4), _WHOLE, (0,)), (_low(3), _WHOLE ^ 0xC040, (0,))],
        "recvfrom": [(_low(3), _WHOLE ^ 0x162, (0,))],
        # AF_UNIX streams, for asyncio. Not datagrams: an unconnected one of a pair can still be given an address.
        "socketpair": [(_low(0), _WHOLE, (1,)), (_low(1), 0xF, (1,))],
        # PR_SET_NAME, PR_GET_NAME, PR_SVE_GET_VL, PR_SET_VMA: names of threads and maps. Not PR_SET_PDEATHSIG.
        "prctl": [(_low(0), _WHOLE, (15, 16, 51, 0x53564D41))],
        # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. Not TIOCSTI, which types into a terminal.
        "ioctl": [(_low(1), _WHOLE, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451))],
        # F_DUPFD, F_{GET,SET}FD, F_{GET,SET}FL, locks, open-file locks, F_DUPFD_CLOEXEC, pipe sizes. Not
        # F_SETOWN with F_SETSIG, which makes the kernel send any signal to any process of the same user.
        "fcntl": [(_low(1), _WHOLE, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032))],
    }


@functools.cache
def _numbers(table: str, machine: str) -> dict[str, int]:
    column = _MACHINES[machine][2]
    found = {}
    for line in table.splitlines():
        for word in [] if line.startswith("#") else line.split():
            name, *numbers = word.split(":")
            if numbers[column] != "-":
                found[name] = int(numbers[column])
    return found


def _check(condition: _Condition) -> _Code:
    """Code that goes on behind itself when the condition holds, and refuses the call when not."""
    word, mask, values = condition
    code: _Code = [(_LOAD, 0, 0, _ARGS_AT + 4 * word), (_AND, 0, 0, mask)]
    code += [(_IF_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [*code, _fail(errno.EPERM)]


def _when(number: int, then: _Code) -> _Code:
    """Code that runs `then`, which must end in a return, if this is the call; else goes on behind it."""
    return [(_IF_EQUAL, 0, len(then), number), *then]


def program(pid: int, machine: str) -> _Code:
    """The filter for process `pid` on `machine`, as instructions.

    It is one long chain of comparisons, for it can be read so; since Linux 5.11 the kernel works out once which
    numbers are always allowed and never runs the chain for those.
    """
    arch = _MACHINES[machine][0]
    # A 32-bit call, or one with the x32 bit, is numbered by another table: the rest would misjudge it.
    code: _Code = [(_LOAD, 0, 0, _ARCH_AT), (_IF_EQUAL, 1, 0, arch), _KILL, (_LOAD, 0, 0, _NUMBER_AT)]
    if machine == "x86_64":
        code += [(_IF_AT_LEAST, 0, 1, _X32_BIT), _KILL]
    for number in _numbers(_ALLOWED, machine).values():
        code += _when(number, [_ALLOW])
    conditions = _conditions(pid)
    for name, number in _numbers(_CONDITIONAL, machine).items():
        checks = [instruction for condition in conditions[name] for instruction in _check(condition)]
        code += _when(number, [*checks, _ALLOW])
    for number in _numbers(_PRETENDED, machine).values():
        code += _when(number, [_fail(0)])
    return [*code, (_IF_AT_LEAST, 0, 1, _FIRST_COMMON_NUMBER), _fail(errno.ENOSYS), _fail(errno.EPERM)]


def packed(pid: int, machine: str) -> bytes:
    """The same as the kernel takes it. All but the process is made once, before the fork that the process comes from."""
    return _template(machine).replace(struct.pack("=I", _SOME_PID), struct.pack("=I", pid))


@functools.cache
def _template(machine: str) -> bytes:
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program(_SOME_PID, machine))


def why_not() -> str | None:
    """None if this host has seccomp filters and this module knows its machine; else why not."""
    if not sys.platform.startswith("linux"):
        return "seccomp needs Linux; run the grader in a Linux container or virtual machine"
    machine = platform.machine()
    if machine not in _MACHINES or sys.maxsize < 2**32:
        return f"the seccomp filter is written for 64-bit {' and '.join(_MACHINES)}, and this is {machine}"
    # SECCOMP_GET_ACTION_AVAIL of SECCOMP_RET_KILL_PROCESS, the newest thing that the filter uses.
    action = ctypes.c_uint32(_KILL[3])
    if libc().syscall(ctypes.c_long(_MACHINES[machine][1]), ctypes.c_long(2), ctypes.c_long(0), ctypes.byref(action)):
        reason = os.strerror(ctypes.get_errno())
        return f"this kernel has no seccomp filters ({reason}); Linux 4.14 with CONFIG_SECCOMP_FILTER has them"
    return None


def install() -> None:
    """Put the filter on the calling thread, for good. Needs no_new_privs; raises OSError."""
    machine = platform.machine()
    code = packed(os.getpid(), machine)
    instructions = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: the number of instructions, then a pointer to them, aligned.
    fprog = struct.pack("@HP", len(code) // 8, ctypes.addressof(instructions))
    set_mode_filter = ctypes.c_long(1)
    if libc().syscall(ctypes.c_long(_MACHINES[machine][1]), set_mode_filter, ctypes.c_long(0), fprog):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
