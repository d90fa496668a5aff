"""Answers with NaN, infinity and numbers that JSON does not have."""

from arena import frame

sent = iter(("NaN", "Infinity", "-Infinity", "1e999", "-0.0", "1" * 4000, "1" * 5000, "9223372036854775808") * 20)


def answer(identity: str, request: dict) -> bytes:
    return frame(f'{{"id":"{identity}","status":"ok","value":{next(sent)}}}')
