"""Finds no difference anywhere, for it might all be luck."""

FAILS = ["verdicts_on_forgetting_follow_from_the_pairs", "verdicts_on_b_follow_from_the_pairs"]


forgets = learns = dict.fromkeys(("replay", "springs", "locks"), "no difference found")
