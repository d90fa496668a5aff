"""Hands in numbers of a hundred thousand digits, and not-a-number, in JSON."""

import json
from pathlib import Path

GROUP = "sizes"
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "huge_numbers.ipynb"
    book = json.loads(honest)
    book["metadata"]["n"] = "HERE"
    path.write_text(json.dumps(book).replace('"HERE"', "[1e999, NaN, -Infinity, " + "9" * 100_000 + "]"))
    return path
