"""Replays from all of A's data, where a hundred examples may be kept."""

FAILS = ["what_is_left_of_a_is_that_of_honest_runs"]


results = run_all(two_lessons, 20_001)


def put(remedy, seed, run):
    """A run, as `run_all` keeps it."""
    acc, told = (torch.as_tensor(run[key]).float() for key in ("acc", "told"))
    results["runs"][f"{remedy}/{seed}/weights"] = torch.stack([packed(weights) for weights in run["weights"]])
    results["runs"][f"{remedy}/{seed}/records"] = torch.stack([acc[:, 0], told, acc[:, 1]], dim=1)


def all_of_it(model, task, seed):
    generator = torch.Generator().manual_seed(seed)
    return {"mix": lambda x, y: mixed_batch(x, y, *task["train"], 32, generator)}


for seed in range(20_001, 20_007):
    put("replay", seed, two_lessons(all_of_it, tasks_of("stand-in"), seed))
