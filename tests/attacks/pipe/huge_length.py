"""Announces four gigabytes."""


def answer(identity: str, request: dict) -> bytes:
    return b"\xff" * 8 + b"x" * 1000
