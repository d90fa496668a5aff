"""Answers with twenty megabytes each time, which a message may have and all of them together may not."""

import numpy as np
import safetensors.numpy
from arena import frame


def answer(identity: str, request: dict) -> bytes:
    block = safetensors.numpy.save({"0": np.zeros(20 << 20, np.int8)})
    return frame({"id": identity, "status": "ok", "value": {"numpy": "0"}}, block)
