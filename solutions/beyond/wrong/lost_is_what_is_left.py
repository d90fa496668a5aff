"""Takes what is left of A for what was lost of it."""

FAILS = ["lost_is_what_was_forgotten", "lost_by_every_remedy"]


lost = {remedy: figures(remedy)[:, 1, 0].tolist() for remedy in remedies}
