"""Answers a request that was not made."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": "0123456789abcdef", "status": "ok", "value": 6.0})
