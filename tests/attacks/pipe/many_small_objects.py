"""Answers with thirty megabytes of empty objects, each of which takes twenty times its size."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame(f'{{"id":"{identity}","status":"ok","value":{{"list":[{"{}," * 10_000_000}1]}}}}')
