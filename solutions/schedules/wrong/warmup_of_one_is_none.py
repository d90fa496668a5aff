"""Takes a warmup of one epoch for no warmup, so that its single epoch begins at the full rate."""

FAILS = ["one_epoch_is_a_warmup"]


def warmup_cosine(start_lr, base_lr, final_lr, warmup, horizon):
    decay = cosine(base_lr, final_lr, horizon - warmup)
    if warmup <= 1:
        return decay
    return join([lambda t: start_lr + (base_lr - start_lr) * t / warmup, decay], [warmup])
