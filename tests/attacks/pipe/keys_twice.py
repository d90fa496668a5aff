"""Sends a message whose keys come twice, and one that is no object."""

from arena import frame

sent = iter(("{}", "[]", "null", '"ok"', "7", "") * 20)


def answer(identity: str, request: dict) -> bytes:
    other = next(sent)
    twice = f'{{"id":"x","id":"{identity}","status":"raised","status":"ok","value":true,"value":{{}}}}'
    return frame(twice if other == "{}" else other)
