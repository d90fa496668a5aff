"""Tags every cell so that tools which honour the tag skip it, test cells included."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    for cell in book["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]
    path = folder / "skip_execution_tags.ipynb"
    path.write_text(json.dumps(book))
    return path
