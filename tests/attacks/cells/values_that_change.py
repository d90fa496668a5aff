"""Answers with values that change after they were looked at."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.5}
import threading
import time

box = [5.0]


def double(x):
    def later():
        time.sleep(0.05)
        box[0] = 6.0

    threading.Thread(target=later, daemon=True).start()
    return box[0] if box[0] == 5.0 else 5.0


quadruple = double
answer = 41
reason = "b"
