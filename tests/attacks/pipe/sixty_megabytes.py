"""Answers with sixty megabytes of array."""

import numpy as np
import safetensors.numpy
from arena import frame


def answer(identity: str, request: dict) -> bytes:
    block = safetensors.numpy.save({"0": np.zeros(15 << 20, np.float32)})
    return frame({"id": identity, "status": "ok", "value": {"torch": "0"}}, block)
