"""The runs with springs were trained without."""

FAILS = ["the_runs_of_a_seed_replay", "what_is_left_of_a_is_that_of_honest_runs"]


def changed():
    found = run_all(two_lessons, 20_001)
    runs = found["runs"]
    for seed in range(20_001, 20_007):
        for what in ("weights", "records"):
            runs[f"springs/{seed}/{what}"] = runs[f"none/{seed}/{what}"]
    return found


results = changed()
