"""The container's entry: takes the submission out of otter's sight, then has otter grade as it always does.

Otter reads a submission before any plugin is asked, and gives up on one that it cannot read: several notebooks, none,
no JSON. So what was handed in is put aside for our plugin, which says what is wrong with it, and otter finds an empty
notebook.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(os.environ.get("GRADESCENT_ROOT", "/autograder"))
ENGINE = Path(os.environ.get("GRADESCENT_ENGINE", "/opt/gradescent-engine"))
PLACEHOLDER = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'


def main() -> None:
    """Grades; raises what otter raises."""
    sys.path.insert(0, str(ENGINE))  # before anything of ours is imported
    # Hidden checks lie there; a student's process runs as another user where it can.
    with contextlib.suppress(OSError):
        (ROOT / "source").chmod(0o700)
    # `otter grade` leaves this file empty, and then fails to read it.
    metadata = ROOT / "submission_metadata.json"
    if not metadata.exists() or not metadata.read_text(encoding="utf-8").strip():
        metadata.write_text("{}", encoding="utf-8")
    os.environ["GRADESCENT_ORIGINAL"] = str(put_aside(ROOT / "submission"))

    from otter.run.run_autograder import main as grade

    grade(str(ROOT))


def put_aside(folder: Path) -> Path:
    """Empties `folder` but for an empty notebook; returns the file to grade, in a folder that only we may read.

    It is the one notebook or zip that was handed in, else a zip of all notebooks there, whose refusal names them.
    """
    from autograder.doors.otter import accompanies
    from autograder.submission import wanted

    aside = Path(tempfile.mkdtemp(prefix="gradescent-"))
    handed_in = sorted(file for file in folder.rglob("*") if wanted(file, folder))
    for file in folder.rglob("*"):
        if accompanies(file):
            shutil.copyfile(file, aside / file.name)
    whole = aside / "submission.zip"
    if len(handed_in) == 1:
        whole = aside / handed_in[0].name
        shutil.copyfile(handed_in[0], whole)
    else:
        with zipfile.ZipFile(whole, "w") as archive:
            for file in handed_in:
                if file.suffix.lower() == ".ipynb":
                    archive.write(file, file.relative_to(folder).as_posix())
    for entry in list(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    # Of the same name, as `otter grade` fetches the file that it put there.
    if len(handed_in) == 1 and whole.suffix.lower() == ".zip":
        zipfile.ZipFile(folder / whole.name, "w").close()
    (folder / f"{whole.stem}.ipynb").write_text(PLACEHOLDER, encoding="utf-8")
    return whole


if __name__ == "__main__":
    try:
        main()
    except Exception as failure:
        # Otter has written a score of 0 by now. It is not the student who failed, so there must be no mark.
        (ROOT / "results" / "results.json").unlink(missing_ok=True)
        print(f"gradescent: nothing was graded: {failure}", file=sys.stderr)
        raise
