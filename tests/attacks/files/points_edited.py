"""Raises the points in the metadata, adds a graded cell of its own and moves the others to written ones."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    for cell in book["cells"]:
        cell["metadata"]["gradescent"] = {**cell["metadata"].get("gradescent", {}), "points": 100}
        tag = {
            "grade": True,
            "grade_id": cell["id"],
            "points": 100,
            "schema_version": 3,
            "solution": False,
            "locked": False,
        }
        cell["metadata"]["nbgrader"] = {**tag, "task": False}
    bonus = {"grade": True, "grade_id": "bonus", "points": 100, "schema_version": 3, "solution": False, "locked": False}
    cell = {"cell_type": "code", "execution_count": None, "id": "bonus", "outputs": [], "source": "100.0"}
    book["cells"].append({**cell, "metadata": {"nbgrader": {**bonus, "task": False}}})
    path = folder / "points_edited.ipynb"
    path.write_text(json.dumps(book))
    return path
