"""Takes what is left of A for what was lost of it."""

FAILS = ["lost_is_what_was_forgotten", "lost_by_every_remedy", "verdicts_on_forgetting_follow_from_the_pairs"]


lost = {remedy: figures(remedy)[:, 1, 0].tolist() for remedy in remedies}
