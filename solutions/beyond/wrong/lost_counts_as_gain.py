"""Subtracts the wrong way round, so that what is lost is negative."""

FAILS = ["lost_is_what_was_forgotten", "lost_by_every_remedy", "verdicts_on_forgetting_follow_from_the_pairs"]


lost = {remedy: (figures(remedy)[:, 1, 0] - figures(remedy)[:, 0, 0]).tolist() for remedy in remedies}
