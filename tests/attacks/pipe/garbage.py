"""Answers with noise."""

import os


def answer(identity: str, request: dict) -> bytes:
    return os.urandom(4096)
