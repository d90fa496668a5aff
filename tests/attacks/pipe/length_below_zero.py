"""Announces more JSON than there is message."""

import struct


def answer(identity: str, request: dict) -> bytes:
    return struct.pack("!II", 4, 2**31) + b"null"
