"""Nests its metadata nine hundred levels deep, just below what the reader refuses."""

import json
from pathlib import Path

GROUP = "sizes"
EXPECT = "at most"


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "nested_metadata.ipynb"
    book = json.loads(honest)
    book["metadata"]["deep"] = "HERE"
    book["cells"][4]["metadata"]["deep"] = "HERE"
    path.write_text(json.dumps(book).replace('"HERE"', '{"a":' * 900 + "1" + "}" * 900))
    return path
