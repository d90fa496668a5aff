"""Believes that Adam needs decay here, though its mean gradient dies away at the bottom."""

FAILS = ["who_cannot_do_without_decay"]

cannot_do_without_decay = "d"
