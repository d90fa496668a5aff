"""Multiplies two negative numbers and keeps the minus: w₃x₁x₂ has the wrong sign in the first prediction."""

import torch

FAILS = ["predicts_batch_1"]

predictions_1 = torch.tensor([0.0, 5.0])
