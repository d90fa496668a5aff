"""Gives p-values where verdicts were asked for."""

FAILS = [
    "answers_have_their_form",
    "verdicts_on_forgetting_follow_from_the_pairs",
    "verdicts_on_b_follow_from_the_pairs",
]


forgets = {
    remedy: p_value([a - b for a, b in zip(lost[remedy], lost["none"], strict=True)])
    for remedy in ("replay", "springs", "locks")
}
learns = {remedy: p_value(figures(remedy)[:, 1, 2] - figures("none")[:, 1, 2]) for remedy in forgets}
