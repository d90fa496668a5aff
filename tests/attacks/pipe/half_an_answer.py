"""Sends half of its answer and hangs up."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": identity, "status": "ok", "value": 6.0})[:20]


HANGS_UP = True
