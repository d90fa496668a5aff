"""Hands in the weights of a network with fewer hidden units."""

FAILS = [
    "twenty_four_runs_are_there",
    "accuracies_are_those_of_the_weights",
    "a_is_learnt_before_any_remedy",
    "locks_have_held",
    "the_runs_of_a_seed_replay",
    "what_is_left_of_a_is_that_of_honest_runs",
    "what_is_learnt_of_b_is_that_of_honest_runs",
]


def changed():
    found = run_all(two_lessons, 20_001)
    runs = found["runs"]
    for key in [key for key in runs if key.endswith("/weights")]:
        runs[key] = runs[key][:, :-1000]
    return found


results = changed()
