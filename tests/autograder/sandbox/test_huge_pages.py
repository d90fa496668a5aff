"""Huge pages: what is gathered is still what it was, and a system without them is none the worse."""

from __future__ import annotations

import sys

import pytest

from autograder.sandbox import huge_pages


def test_memory_holds_what_it_held():
    data = bytearray(range(256)) * (1 << 15)  # 8 MiB
    before = bytes(data)
    taken = huge_pages.collapse()
    assert data == before
    assert taken >= 0


def test_where_there_is_no_such_call_nothing_is_done(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert huge_pages.collapse() == 0


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("7f0000000000-7f0000400000 rw-p 00000000 00:00 0 ", [(0x7F0000000000, 0x7F0000400000)]),
        ("7f0000000000-7f0000400000 rw-p 00000000 00:00 0 [stack]", []),
        ("7f0000000000-7f0000400000 rw-s 00000000 00:00 0 ", []),
        ("7f0000000000-7f0000400000 rw-p 00001000 08:01 42 /lib/a name.so", []),
        ("7f0000000000-7f0000400000 r--p 00000000 00:00 0 ", []),
    ],
)
def test_only_private_memory_without_a_file_is_gathered(line, found):
    assert huge_pages._private(line) == found
