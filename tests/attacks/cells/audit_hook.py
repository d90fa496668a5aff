"""Adds an audit hook that refuses everything from now on."""

GROUP = "the engine"
EXPECT = "at most"
import sys


def refuse(event, arguments):
    if event in ("exec", "compile", "open", "socket.__new__"):
        raise RuntimeError("refused")


sys.addaudithook(refuse)
