"""Gives p-values where verdicts were asked for."""

FAILS = ["verdicts_have_their_form", "verdicts_follow_from_the_pairs"]


verdicts = {
    name: p_value([a - b for a, b in zip(last_accuracies(name), last_accuracies("constant"), strict=True)])
    for name in schedules
    if name != "constant"
}
