"""Takes the mean of the ratios, which one hiccup can pull away."""

FAILS = ["ratio_on_a_restless_machine"]


def time_ratio(a, b, repeats=9, warmup=2, clock=time.perf_counter, synchronize=wait_for_device):
    def measure(job):
        batch = job.load()
        synchronize()
        begin = clock()
        job.step(batch)
        synchronize()
        return clock() - begin

    for _ in range(warmup):
        measure(a), measure(b)
    ratios = []
    for _ in range(repeats):
        first = measure(a)
        ratios.append(measure(b) / first)
    ratios.sort()
    return ratios[0], sum(ratios) / repeats, ratios[-1]
