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


def ends_of(name):
    return [float(results["runs"][f"{name}/{seed}/records"][2][7]) for seed in range(first_seed, first_seed + 6)]


def verdict_from(gains):
    if p_value(gains) > 0.05:
        return "no difference found"
    return ("worse", "better")[sum(gains) > 0]


verdicts = {
    name: verdict_from([own - plain for own, plain in zip(ends_of(name), ends_of("constant"), strict=True)])
    for name in ("square root", "multi-step", "cosine", "warmup, then cosine")
}
