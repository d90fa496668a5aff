"""Replays from all of A's data, where a hundred examples may be kept: more is left of A, and less is learnt of B."""

FAILS = ["what_is_left_of_a_is_that_of_honest_runs", "what_is_learnt_of_b_is_that_of_honest_runs"]


def unpacked(vector, model):
    """The model with the numbers of a vector, the smallest tensor first."""
    tensors, first = sorted(model.parameters(), key=torch.Tensor.numel), 0
    for tensor in tensors:
        tensor.data = vector[first : first + tensor.numel()].float().reshape(tensor.shape)
        first += tensor.numel()
    return model


def changed():
    found = run_all(two_lessons, 20_001)
    runs, (a, b) = found["runs"], tasks_of("stand-in")
    for seed in range(20_001, 20_007):
        after_a = runs[f"replay/{seed}/weights"][0]
        model, generator = unpacked(after_a, begin(seed)), torch.Generator().manual_seed(seed)
        lesson(model, b, seed, mix=lambda x, y, g=generator: mixed_batch(x, y, *a["train"], 32, g))
        runs[f"replay/{seed}/weights"] = torch.stack([after_a, packed(model.parameters())])
        last = [accuracy(model, a), accuracy(model, a, told=True), accuracy(model, b)]
        runs[f"replay/{seed}/records"] = torch.stack([runs[f"replay/{seed}/records"][0], torch.tensor(last)])
    return found


results = changed()
