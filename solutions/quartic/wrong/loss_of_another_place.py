"""Reports as the lowest loss the height of the other valley."""

FAILS = ["lowest_loss_belongs_to_lowest_w"]

lowest_loss = -1.382749
