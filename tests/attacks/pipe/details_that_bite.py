"""Says that it raised, in a megabyte of markup, control sequences and half surrogates."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    text = "\ud800\x00\x1b]0;title\x07[bold]<script>" * 50_000
    return frame({"id": identity, "status": "raised", "detail": text, "line": 10**300, "cell": text})
