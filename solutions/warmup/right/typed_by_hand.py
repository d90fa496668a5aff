"""Numbers and letters as people type them."""

parameter_counts = [156, 2416, 48120, 10164, 850]
idle_epoch = 1.0
best_rate = 0.15
my_rates = [0.4, 0.3, 0.1, 0.03]
gaps = {"constant 0.3": 6.6, "square root": 2.5, "multi-step": 3.9, "cosine": 3.1, "warmup, then cosine": 2.6}
what_the_gap_says = "B"
