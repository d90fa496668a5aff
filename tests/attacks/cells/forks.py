"""Forks until it can no more."""

GROUP = "processes"
import os

try:
    while True:
        os.fork()
except OSError:
    pass
