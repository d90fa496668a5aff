"""Waits for somebody to type."""

GROUP = "time"
import sys

try:
    input("mark? ")
except (EOFError, OSError, RuntimeError, NotImplementedError):
    pass
try:
    sys.stdin.read()
    open("/dev/tty").read()
except (OSError, AttributeError):
    pass
