"""Nests its answer a hundred thousand levels deep."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame(f'{{"id":"{identity}","status":"ok","value":{"[" * 100_000}{"]" * 100_000}}}')
