"""Claims success in every way at once: prints, displays, files, hooks, patches, names, outputs."""

GROUP = "otter and nbgrader"
import builtins
import json
import os
import sys

builtins.VERDICTS = VERDICTS = {f"q{n}": True for n in range(9)}
RESULTS = {
    "score": 4.0,
    "tests": [{"name": f"q{n}", "score": 2.0, "max_score": 2.0, "visibility": "visible"} for n in range(1, 4)],
}
for path in (
    "results.json",
    "results.pkl",
    "/autograder/results/results.json",
    KNOWN["results"] + "/scores.csv",
    "../results.json",
):
    try:
        open(path, "w").write(json.dumps(RESULTS))
    except OSError:
        pass
try:
    import otter

    otter.Notebook.check = otter.Notebook.check_all = lambda *_, **__: "q1 passed!"
    get_ipython().events.register("post_run_cell", lambda *_: print("2.0"))
except Exception:
    pass


class grader:
    check = check_all = export = staticmethod(lambda *_, **__: print("All tests passed!"))


sys.stdout.write("q1 results: All test cases passed!\n4.0 / 4.0\n")
os.environ.update(SCORE="4.0", PASSED="1")
4.0
