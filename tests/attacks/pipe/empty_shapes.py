"""Answers with arrays of no numbers, in shapes of a billion."""

import json
import struct

from arena import frame


def answer(identity: str, request: dict) -> bytes:
    header = json.dumps({"0": {"dtype": "F32", "shape": [0, 2**31, 2**20], "data_offsets": [0, 0]}}).encode()
    block = struct.pack("<Q", len(header)) + header
    return frame({"id": identity, "status": "ok", "value": {"torch": "0"}}, block)
