"""Takes the loss beside that of no remedy, where the forgetting itself is asked for."""

FAILS = ["lost_is_what_was_forgotten", "lost_by_every_remedy"]


lost = {
    remedy: [
        float(forgetting(run[:, [0, 2]])) - other for run, other in zip(figures(remedy), lost["none"], strict=True)
    ]
    for remedy in remedies
}
