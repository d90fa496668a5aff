"""Takes the minimum that two of three walks found for the lowest one."""

FAILS = ["lowest_is_the_global_minimum"]

lowest_w = 0.607252
lowest_loss = -1.382749
