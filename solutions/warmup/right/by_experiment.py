"""The best rate by a search, the own rates as a schedule of its own; gaps and the idle epoch by a loop."""

best_rate = min((0.13, 0.14, 0.15, 0.16, 0.17, 0.18), key=lambda rate: small_run([rate] * 4))
my_rates = [cosine(0.45, 0.02, 3)(t) for t in range(4)]
idle_epoch = lagging_rates(with_warmup(cosine(0.3, 0.01, 15), 0.0, 5), 30, 0.3).index(0.0)
gaps = {run: round((figures[1] - figures[2]) * 100, 1) for run, figures in published.items()}
what_the_gap_says = " b."
