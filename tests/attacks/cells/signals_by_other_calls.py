"""Sends signals by all calls that the kernel has for it."""

GROUP = "processes"
import ctypes
import os
import signal

libc = ctypes.CDLL(None)
for who in (os.getppid(), KNOWN["grader"]):
    if who <= 1:
        continue
    info = ctypes.create_string_buffer(128)
    libc.syscall(129, who, 9, info)
    libc.syscall(200, who, 9)
    libc.syscall(234, who, who, 9)
    try:
        signal.pidfd_send_signal(os.pidfd_open(who), 9)
    except OSError:
        pass
    import fcntl

    read, write = os.pipe()
    try:
        fcntl.fcntl(read, fcntl.F_SETOWN, who)
        fcntl.fcntl(read, 10, 9)
        fcntl.fcntl(read, fcntl.F_SETFL, os.O_ASYNC)
        os.write(write, b"x")
    except OSError:
        pass
