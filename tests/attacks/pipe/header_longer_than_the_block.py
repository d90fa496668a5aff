"""Sends a safetensors header that ends beyond the message."""

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": identity, "status": "ok", "value": {"torch": "0"}}, b"\xff" * 8 + b"{}")
