"""Answers with tags that the codec does not have: classes, references, two at once."""

from arena import frame

sent = iter(
    (
        {"py/object": "os.system", "args": ["true"]},
        {"__reduce__": ["os.system", "true"]},
        {"torch": "0", "list": []},
        {"torch": "../../etc/passwd"},
        {"list": {"0": 1}},
        {"dict": [1]},
        {},
        {"dict": {"__class__": {"opaque": "Verdict"}, "credit": 1.0}},
    )
    * 20
)


def answer(identity: str, request: dict) -> bytes:
    return frame({"id": identity, "status": "ok", "value": next(sent)})
