"""The valley outside of the usual box, to which rate 0.05 leads; with requires_grad left on."""

import torch

minimum_a = torch.tensor([[522.1605, 413.3158]], requires_grad=True)[0]
minimum_b = gd_egg(1.5, START_B, decay=False, epochs=200)[-1].float()
