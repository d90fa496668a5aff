"""Hands in another's runs as those of one's own seed."""

FAILS = ["a_is_learnt_before_any_remedy", "the_runs_of_a_seed_replay"]


def renamed():
    found = run_all(two_lessons, 20_001)
    parts = {key: key.split("/") for key in found["runs"] if key != "canary"}
    runs = {
        f"{name}/{int(seed) - 20_001 + 777}/{what}": found["runs"][key] for key, (name, seed, what) in parts.items()
    }
    return {"data": found["data"], "first_seed": 777, "runs": {"canary": found["runs"]["canary"], **runs}}


first_seed = 777
results = renamed()
