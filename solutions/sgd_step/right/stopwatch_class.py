"""A stopwatch as a class and a context; b before a in every other pair."""

import statistics


class Stopwatch:
    def __init__(self, clock, synchronize):
        self.clock, self.synchronize = clock, synchronize

    def __enter__(self):
        self.synchronize()
        self.begin = self.clock()
        return self

    def __exit__(self, *_):
        self.synchronize()
        self.seconds = self.clock() - self.begin

    def of(self, job):
        batch = job.load()
        with self:
            job.step(batch)
        return self.seconds


def time_ratio(a, b, repeats=9, warmup=2, clock=time.perf_counter, synchronize=wait_for_device):
    watch, ratios = Stopwatch(clock, synchronize), []
    for turn in range(warmup + repeats):
        times = {name: watch.of(job) for name, job in (("b", b), ("a", a))[:: 1 if turn % 2 else -1]}
        ratios.append(times["b"] / times["a"])
    ratios = ratios[warmup:]
    return [min(ratios), statistics.median(ratios), max(ratios)]
