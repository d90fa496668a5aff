"""Looks at the clock before the device has finished loading."""

FAILS = ["ratio_on_a_steady_machine", "ratio_as_worked", "ratio_on_a_restless_machine"]


def time_ratio(a, b, repeats=9, warmup=2, clock=time.perf_counter, synchronize=wait_for_device):
    def measure(job):
        batch = job.load()
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
    return ratios[0], ratios[repeats // 2], ratios[-1]
