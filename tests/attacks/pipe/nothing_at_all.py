"""Never answers."""


def answer(identity: str, request: dict) -> bytes:
    return b""
