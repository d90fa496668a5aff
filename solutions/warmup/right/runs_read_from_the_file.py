"""The runs are read from the file that they were kept in, and nothing is trained."""

kept, pictures_of_runs = read_runs(RESULTS)
first_seed = min(int(name.split("/")[1]) for name in kept if name.endswith("records"))
results = {"data": pictures_of_runs, "first_seed": first_seed, "runs": kept}
