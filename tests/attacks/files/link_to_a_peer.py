"""Hands in a folder with a symbolic link to a peer's notebook, and one to a folder of peers."""

from pathlib import Path

GROUP = "files"
DOORS = ("gradescent", "nbgrader")
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    own = folder / "link_to_a_peer"
    own.mkdir()
    (own / "tiny.ipynb").symlink_to(folder.parent.parent / "peers" / "peer.ipynb")
    (own / "more").symlink_to(folder.parent.parent / "peers")
    return own
