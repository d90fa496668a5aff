"""Replays from all of A's data, where a hundred examples may be kept."""

FAILS = ["what_is_left_of_a_is_that_of_honest_runs"]


def put(runs, remedy, seed, run):
    acc, told = (torch.as_tensor(run[key]).float() for key in ("acc", "told"))
    runs[f"{remedy}/{seed}/weights"] = torch.stack([packed(weights) for weights in run["weights"]])
    runs[f"{remedy}/{seed}/records"] = torch.stack([acc[:, 0], told, acc[:, 1]], dim=1)


def all_of_it(model, task, seed):
    generator = torch.Generator().manual_seed(seed)
    return {"mix": lambda x, y: mixed_batch(x, y, *task["train"], 32, generator)}


def changed():
    found = run_all(two_lessons, 20_001)
    runs = found["runs"]
    for seed in range(20_001, 20_007):
        put(runs, "replay", seed, two_lessons(all_of_it, tasks_of("stand-in"), seed))
    return found


results = changed()
