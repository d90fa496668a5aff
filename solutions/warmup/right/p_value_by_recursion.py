"""The p-value by recursion over the signs; the verdicts as a table of three cases."""


def sums_of(differences):
    if not differences:
        return [0.0]
    first, *rest = differences
    return [sign * first + other for other in sums_of(rest) for sign in (-1, 1)]


def p_value(differences):
    as_far = abs(sum(differences)) * (1 - 1e-9)
    reached = [abs(other) >= as_far for other in sums_of(list(differences))]
    return reached.count(True) / 2 ** len(differences)


verdicts = {}
for name in ("square root", "multi-step", "cosine", "warmup, then cosine"):
    ends = [
        [float(results["runs"][f"{which}/{seed}/records"][2][7]) for seed in range(first_seed, first_seed + 6)]
        for which in (name, "constant")
    ]
    gains = [own - plain for own, plain in zip(*ends, strict=True)]
    found = p_value(gains) <= 0.05
    verdicts[name] = ("worse", "better")[sum(gains) > 0] if found else "no difference found"
