"""A rate of 0.04, at which all three walks end in the valley that is not the lowest."""

my_lr = 0.04
my_steps = 200
