"""Hands in forty megabytes of empty lists, of which each takes twenty times its size in memory."""

import json
from pathlib import Path

GROUP = "sizes"
EXPECT = {}  # refused, with what to do
DOORS = ("gradescent",)
SLOW = True


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "many_small_objects.ipynb"
    book = json.loads(honest)
    book["metadata"]["bomb"] = "HERE"
    path.write_text(json.dumps(book).replace('"HERE"', "[" + "[]," * 14_000_000 + "[]]"))
    return path
