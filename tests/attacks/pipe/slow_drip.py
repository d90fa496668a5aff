"""Sends its answer byte by byte, each just in time for a clock that starts anew with every byte."""

import itertools


def answer(identity: str, request: dict):
    for byte in itertools.chain(b"\0\0\1\0\0\0\1\0{", itertools.repeat(32)):
        yield bytes([byte])
