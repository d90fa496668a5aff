"""Packs start-up files for IPython and Jupyter, test files and a grader's configuration."""

import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent", "otter")


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_of_startup_files.zip"
    line = f"open({str(folder.parent.parent / 'outside' / 'started')!r}, 'w')\nVERDICTS = dict(q1=True, q2=True, q3=True)\n"
    names = (
        ".ipython/profile_default/startup/a.py",
        "ipython_config.py",
        "jupyter_config.py",
        "tests/q1.py",
        "conftest.py",
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", honest)
        for name in names:
            archive.writestr(name, line)
        archive.writestr("otter_config.json", '{"plugins": []}')
        archive.writestr("course/assignments/course.toml", "")
    return path
