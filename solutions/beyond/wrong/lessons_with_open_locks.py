"""The runs with locks were trained without: what was locked has moved."""

FAILS = [
    "locks_have_held",
    "the_runs_of_a_seed_replay",
    "what_is_left_of_a_is_that_of_honest_runs",
    "what_is_learnt_of_b_is_that_of_honest_runs",
]


def changed():
    found = run_all(two_lessons, 20_001)
    runs = found["runs"]
    for seed in range(20_001, 20_007):
        for what in ("weights", "records"):
            runs[f"locks/{seed}/{what}"] = runs[f"none/{seed}/{what}"]
    return found


results = changed()
