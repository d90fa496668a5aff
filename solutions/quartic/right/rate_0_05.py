"""Another rate, 0.05: from 2 the walk leaps into the left valley and from −4 into the right one."""

my_lr = 0.05
my_steps = 100
