"""Counts the first, slow rounds as measurements."""

FAILS = ["ratio_as_worked", "jobs_take_turns"]


def time_ratio(a, b, repeats=9, warmup=2, clock=time.perf_counter, synchronize=wait_for_device):
    def measure(job):
        batch = job.load()
        synchronize()
        begin = clock()
        job.step(batch)
        synchronize()
        return clock() - begin

    for _ in range(0):
        measure(a), measure(b)
    ratios = []
    for _ in range(repeats):
        first = measure(a)
        ratios.append(measure(b) / first)
    ratios.sort()
    return ratios[0], ratios[repeats // 2], ratios[-1]
