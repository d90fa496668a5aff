"""Takes the loss beside that of no remedy, where the forgetting itself is asked for."""

FAILS = ["lost_is_what_was_forgotten", "lost_by_every_remedy"]


lost = {
    remedy: [
        float(forgetting(run[:, [0, 2]])) - float(forgetting(none[:, [0, 2]]))
        for run, none in zip(figures(remedy), figures("none"), strict=True)
    ]
    for remedy in remedies
}
