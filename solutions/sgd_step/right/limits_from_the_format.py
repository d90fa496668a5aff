"""The limits from the smallest number of each format; the pictures by trying one after another."""

import math

import torch


def likelihood_gradient(cost, slope, count):
    return slope * math.exp(math.log(count) - count * float(cost)) * -1


zero_32, zero_64 = 150 * math.log(2), 1075 * math.log(2)
images_32, images_64 = (
    max(n for n in range(1, 500) if torch.exp(torch.tensor(-n * math.log(10), dtype=dtype)) > 0)
    for dtype in (torch.float32, torch.float64)
)
