"""Clearing up, whatever was left."""

from __future__ import annotations

import os

from autograder.sandbox.scratch import remove_tree


def test_a_folder_deeper_than_any_path(tmp_path):
    top = tmp_path / "top"
    top.mkdir()
    before = os.open(".", os.O_RDONLY)
    os.chdir(top)
    for _ in range(3_000):
        os.mkdir("d" * 20)
        os.chdir("d" * 20)
        with open("file", "w"):
            pass
    os.fchdir(before)
    os.close(before)
    remove_tree(str(top))
    assert not top.exists()


def test_folders_without_rights_and_links_out(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    top = tmp_path / "top"
    (top / "a" / "b" / "c").mkdir(parents=True)
    (top / "link").symlink_to(outside)
    (top / "a" / "link").symlink_to(outside)
    (top / "a" / "b" / "file").write_text("x")
    for folder in (top / "a" / "b" / "c", top / "a" / "b", top / "a", top):
        folder.chmod(0)
    remove_tree(str(top))
    assert not top.exists()
    assert (outside / "kept").read_text() == "x"
