"""A hook of the optimizer does the putting back, by multiplying with masks."""


def isolated_step(optimizer, parameters, masks):
    before = [p.detach().clone() for p in parameters]

    def put_back(*_):
        for p, old, free in zip(parameters, before, masks, strict=True):
            p.detach().mul_(free).add_(old * ~free)

    hook = optimizer.register_step_post_hook(put_back)
    optimizer.step()
    hook.remove()
