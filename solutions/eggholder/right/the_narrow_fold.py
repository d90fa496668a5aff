"""The other minimum: the narrow fold, to which small rates lead from (450, 420)."""

minimum_a = gd_egg(0.02, START_A, decay=False, epochs=2000)[-1]
