"""Calls a schedule better wherever its mean is, without asking what luck can do."""

FAILS = ["verdicts_follow_from_the_pairs"]


verdicts = {
    name: "better" if sum(last_accuracies(name)) > sum(last_accuracies("constant")) else "worse"
    for name in schedules
    if name != "constant"
}
