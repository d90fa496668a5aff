"""Measures all of a and then all of b, so that a machine that grows hot is held against b."""

FAILS = ["jobs_take_turns"]


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
    firsts = [measure(a) for _ in range(repeats)]
    seconds = [measure(b) for _ in range(repeats)]
    ratios = sorted(second / first for first, second in zip(firsts, seconds))
    return ratios[0], ratios[repeats // 2], ratios[-1]
