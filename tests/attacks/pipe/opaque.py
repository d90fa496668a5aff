"""Answers with an object that is no data, of a type whose name is a megabyte."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": identity, "status": "ok", "value": {"opaque": "Verdict" * 150_000}})
