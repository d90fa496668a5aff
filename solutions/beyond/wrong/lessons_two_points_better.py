"""Claims accuracies on B that are two points above those of the weights."""

FAILS = ["accuracies_are_those_of_the_weights"]


results = run_all(two_lessons, 20_001)

for key in [key for key in results["runs"] if key.endswith("/records")]:
    results["runs"][key] = results["runs"][key] + torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.0, 0.02]])
