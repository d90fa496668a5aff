"""Writes its own line into the results, and changes the points of the course."""

GROUP = "secrets"
import os

for path in (KNOWN["results"] + "/scores.csv", KNOWN["toml"], KNOWN["hidden"]):
    for action in (
        lambda: open(path, "a").write("attacker,4\n"),
        lambda: open(path, "w").write("attacker,4\n"),
        lambda: os.rename("forged", path),
        lambda: os.replace(path, "stolen"),
        lambda: os.truncate(path, 0),
    ):
        try:
            open("forged", "w").write("attacker,4\n")
            action()
        except OSError:
            pass
