"""All minibatches by recursion, as lists of indices; the running mean needs no list."""


def subsets(places, size):
    if size == 0:
        yield []
    elif len(places) >= size:
        for rest in subsets(places[1:], size - 1):
            yield [places[0], *rest]
        yield from subsets(places[1:], size)


def mean_over_batches(estimate, count, size):
    mean = 0.0
    for seen, batch in enumerate(subsets(list(range(count)), size)):
        mean = mean + (estimate(batch) - mean) / (seen + 1)
    return mean


mean_slope = 0.7
mean_likelihood_slope = -0.00226
why_not_likelihood = "(C) since exp is convex"
