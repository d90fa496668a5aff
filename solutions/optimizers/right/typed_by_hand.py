"""Numbers and letters typed as people type them."""

import torch

loss_1 = 64.0
parameters_2 = torch.tensor([[8.08], [3.68], [-2.0], [4.44]])
when_conventions_agree = "B"
when_belief_strides = "(a) large and steady"
arrivals = {"gd": 233, "momentum": 61, "rmsprop": 138, "adam": 43.0}
cannot_do_without_decay = " C "
run_a = "c)"
run_b = "A"
run_c = "b. too small"
gd_leaves_after = 139
adam_leaves_after = torch.tensor(6)
why_adam_leaves = "B"
