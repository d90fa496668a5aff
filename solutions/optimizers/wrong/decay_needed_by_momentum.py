"""Believes that momentum cannot settle without decay."""

FAILS = ["who_cannot_do_without_decay"]

cannot_do_without_decay = "b"
