"""Loads once and measures the same batch again and again."""

FAILS = ["every_step_has_a_fresh_batch"]


def time_ratio(a, b, repeats=9, warmup=2, clock=time.perf_counter, synchronize=wait_for_device):
    batches = {id(job): job.load() for job in (a, b)}

    def measure(job):
        synchronize()
        begin = clock()
        job.step(batches[id(job)])
        synchronize()
        return clock() - begin

    for _ in range(warmup):
        measure(a), measure(b)
    ratios = []
    for _ in range(repeats):
        first = measure(a)
        ratios.append(measure(b) / first)
    ratios.sort()
    return ratios[0], ratios[repeats // 2], ratios[-1]
