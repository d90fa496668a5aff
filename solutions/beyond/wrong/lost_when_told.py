"""Measures what is lost while telling the network the task, where locks lose nothing."""

FAILS = ["lost_is_what_was_forgotten", "lost_by_every_remedy", "verdicts_on_forgetting_follow_from_the_pairs"]


lost = {remedy: (figures(remedy)[:, 0, 1] - figures(remedy)[:, 1, 1]).tolist() for remedy in remedies}
