"""Packs modules of the names that a grader imports, in the folder where it would look first."""

import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent", "otter")
NAMES = ("otter/__init__", "autograder/__init__", "torch/__init__", "numpy/__init__", "json", "ipykernel_launcher")
NAMES += ("sitecustomize", "usercustomize", "__init__", "nbformat/__init__", "safetensors/__init__", "checks")


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_of_shadow_modules.zip"
    outside = folder.parent.parent / "outside"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", honest)
        for name in NAMES:
            mark = str(outside / name.replace("/", "-"))
            archive.writestr(
                f"{name}.py", f"open({mark!r}, 'w')\ndef __getattr__(name):\n    return lambda *_, **__: True\n"
            )
    return path
