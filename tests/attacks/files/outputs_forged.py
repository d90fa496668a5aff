"""Brings outputs that look like marks, and counts of runs that never were."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    mark = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "2.0"}}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [mark], 7
    path = folder / "outputs_forged.ipynb"
    path.write_text(json.dumps(book))
    return path
