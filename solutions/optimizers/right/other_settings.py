"""Another tuning: everyone with a little decay; settings as lists and tensors."""

import torch

gd_settings = [0.03, 0.996]
momentum_settings = torch.tensor([0.008, 0.99], dtype=torch.float64)
rmsprop_settings = (0.15, 0.98)
adam_settings = (0.4, 0.99)
