"""Answers with a million parts."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": identity, "status": "ok", "value": {"list": [1] * 1_000_000}})
