"""Runs shell commands by magics, by os.system and by IPython."""

GROUP = "secrets"
import os
import subprocess

command = f"cat {KNOWN['hidden']} {KNOWN['answers']} > {marked('/tmp')}; touch {marked(KNOWN['outside'])}"
shell = get_ipython()
for way in (
    shell.system,
    shell.getoutput,
    lambda c: shell.run_cell("!" + c),
    lambda c: shell.run_cell_magic("bash", "", c),
):
    try:
        way(command)
    except Exception:
        pass
for way in (
    os.system,
    lambda c: os.popen(c).read(),
    lambda c: subprocess.run(c, shell=True),
    lambda c: get_ipython().system(c),
    lambda c: os.posix_spawn("/bin/sh", ["sh", "-c", c], {}),
    lambda c: os.execv("/bin/sh", ["sh", "-c", c]),
):
    try:
        way(command)
    except OSError:
        pass
