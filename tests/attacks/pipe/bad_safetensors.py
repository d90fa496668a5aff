"""Sends arrays whose header lies about offsets, shapes and types."""

import json
import struct

from arena import frame

HEADERS = (
    {"0": {"dtype": "F32", "shape": [1], "data_offsets": [0, 2**40]}},
    {"0": {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 4]}},
    {"0": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}},
    {"0": {"dtype": "PICKLE", "shape": [1], "data_offsets": [0, 4]}},
    {"0": {"dtype": "F8_E5M2", "shape": [4], "data_offsets": [0, 4]}},
    {"0": {"dtype": "F32", "shape": [0, 2**40], "data_offsets": [0, 0]}, "1": "x"},
)
sent = iter(HEADERS * 100)


def answer(identity: str, request: dict) -> bytes:
    header = json.dumps(next(sent)).encode()
    block = struct.pack("<Q", len(header)) + header + b"\0\0\0\0"
    return frame({"id": identity, "status": "ok", "value": {"torch": "0"}}, block)
