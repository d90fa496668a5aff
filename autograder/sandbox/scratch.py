"""Clearing up after a submission, which may have left anything."""

from __future__ import annotations

import os


def remove_tree(folder: str) -> None:
    """Removes a folder however deep it is and whatever rights its owner took from it.

    Nothing recurses and no path grows: what lies in a subfolder is moved up before the subfolder goes.
    """
    moved = 0
    os.chmod(folder, 0o700)
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in os.scandir(entry.path):
                if inner.is_dir(follow_symlinks=False):
                    os.chmod(inner.path, 0o700)  # moving a folder writes to it
                    os.rename(inner.path, os.path.join(folder, f".{moved}"))
                    moved += 1
                else:
                    os.unlink(inner.path)
            os.rmdir(entry.path)
    os.rmdir(folder)
