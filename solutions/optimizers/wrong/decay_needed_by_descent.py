"""Believes that gradient descent needs decay to settle, though its steps shrink with the slope."""

FAILS = ["who_cannot_do_without_decay"]

cannot_do_without_decay = "a"
