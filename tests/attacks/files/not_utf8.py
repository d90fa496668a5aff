"""Hands in bytes that are no text, with a zip's and a script's beginning."""

from pathlib import Path

GROUP = "sizes"
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "not_utf8.ipynb"
    path.write_bytes(b"PK\x03\x04#!/bin/sh\n\xff\xfe\x00" * 100 + honest)
    return path
