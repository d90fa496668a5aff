"""Claims accuracies on B that are two points above those of the weights."""

FAILS = ["accuracies_are_those_of_the_weights"]


def changed():
    found = run_all(two_lessons, 20_001)
    runs = found["runs"]
    for key in [key for key in runs if key.endswith("/records")]:
        runs[key] = runs[key] + torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.0, 0.02]])
    return found


results = changed()
