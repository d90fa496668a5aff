"""The runs are read from the file that they were kept in, and nothing is trained."""


def from_the_file():
    kept, pictures_of_runs, budget = read_runs(RESULTS)
    return {"data": pictures_of_runs, "budget": budget, "first_seed": first_seed, "runs": kept}


first_seed = min(int(name.split("/")[1]) for name in read_runs(RESULTS)[0] if name.endswith("records"))
results = from_the_file()
