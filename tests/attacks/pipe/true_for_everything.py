"""Answers True to every probe."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": identity, "status": "ok", "value": True})
