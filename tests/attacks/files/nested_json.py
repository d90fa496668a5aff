"""Hands in JSON nested a hundred thousand levels deep."""

from pathlib import Path

GROUP = "sizes"
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "nested_json.ipynb"
    path.write_text('{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}")
    return path
