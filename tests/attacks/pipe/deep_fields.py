"""Nests a field that is not the value as deep as JSON can be read."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame(f'{{"id":"{identity}","status":{"[" * 800}1{"]" * 800},"detail":{{"a":{"[" * 800}1{"]" * 800}}}}}')
