"""Concludes that what forgets less learns the new task better, without looking at the new task."""

FAILS = ["verdicts_on_b_follow_from_the_pairs"]


learns = {remedy: {"less": "better", "more": "worse"}.get(said, said) for remedy, said in forgets.items()}
