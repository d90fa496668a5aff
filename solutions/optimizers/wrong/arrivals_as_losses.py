"""Reports losses where numbers of steps were asked for."""

FAILS = ["arrivals_are_whole_numbers", "arrivals_belong_to_the_settings"]

arrivals = {
    "gd": race("gd", *gd_settings)[-1],
    "momentum": race("momentum", *momentum_settings)[-1],
    "rmsprop": race("rmsprop", *rmsprop_settings)[-1],
    "adam": race("adam", *adam_settings)[-1],
}
