"""Calls it more forgetting where the difference to no remedy is negative."""

FAILS = ["verdicts_on_forgetting_follow_from_the_pairs"]


forgets = {
    remedy: verdict([a - b for a, b in zip(lost[remedy], lost["none"], strict=True)], "more", "less")
    for remedy in ("replay", "springs", "locks")
}
