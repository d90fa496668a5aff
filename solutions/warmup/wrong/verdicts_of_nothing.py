"""Finds no difference anywhere, for they might all be luck."""

FAILS = ["verdicts_follow_from_the_pairs"]


verdicts = {name: "no difference found" for name in schedules if name != "constant"}
