"""Numbers and letters as people type them; fractions of whole numbers."""

rate_in_epoch_0 = 1 / 8
rate_in_epoch_29 = [0.125]
which_repair = "(C) a new optimizer"
