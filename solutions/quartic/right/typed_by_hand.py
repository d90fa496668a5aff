"""Numbers typed to three decimals, and letters typed as people type them."""

my_lr = 0.02
my_steps = 150
end_from_0 = 0.607
end_from_2 = 0.607
end_from_minus_4 = -2.326
lowest_w = -2.326
lowest_loss = -6.914
hilltop_w = -0.531
stable_lr_quartic = 0.095
at_the_edge = "B"
after_first_step = -1.05
why_other_basin = " (C) "
end_left = -2.326
end_right = 0.607
why_results_differ = "D. A step sees only the slope."
