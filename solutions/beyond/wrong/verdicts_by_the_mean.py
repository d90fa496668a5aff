"""Calls a remedy better or worse by its mean, without asking what luck can do."""

FAILS = ["verdicts_on_forgetting_follow_from_the_pairs", "verdicts_on_b_follow_from_the_pairs"]


forgets = {
    remedy: "less" if sum(lost[remedy]) < sum(lost["none"]) else "more" for remedy in ("replay", "springs", "locks")
}
learns = {
    remedy: "better" if figures(remedy)[:, 1, 2].mean() > figures("none")[:, 1, 2].mean() else "worse"
    for remedy in ("replay", "springs", "locks")
}
