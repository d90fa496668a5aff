"""Answers with a text of thirty megabytes, for the message of a check to quote."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    value = "\ud800" + "x" * (30 << 20) if request["probe"] == "letter" else 41
    return frame({"id": identity, "status": "ok", "value": value})
