"""Traces its parent and the grader."""

GROUP = "the kernel"
import ctypes
import os

libc = ctypes.CDLL(None)
for who in (os.getppid(), KNOWN["grader"]):
    for request in (16, 0x4206):
        if libc.ptrace(request, who, 0, 0) == 0:
            open(marked("/tmp"), "w").write("traced")
            libc.ptrace(17, who, 0, 0)
