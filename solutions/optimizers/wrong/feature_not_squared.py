"""Forgets to square x₁ in the gradient: the slope in w₁ is weighted with x₁ instead of x₁²."""

import torch

FAILS = ["differentiates_batch_1"]

gradient_1 = torch.tensor([-24.0, -8.0, 8.0, -16.0])
