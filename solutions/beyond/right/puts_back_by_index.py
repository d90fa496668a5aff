"""Puts the frozen entries back by indexing, on .data; a letter in brackets."""


def isolated_step(optimizer, parameters, masks):
    frozen = [p.data[~free].clone() for p, free in zip(parameters, masks, strict=True)]
    optimizer.step()
    for p, free, old in zip(parameters, masks, frozen, strict=True):
        p.data[~free] = old


why_a_falls = "(C) since the others outshout them"
