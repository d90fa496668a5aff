"""One run and what it lost by the first question's own functions, with a lesson that remembers whether it is the first."""


def two_lessons(remedy, tasks, seed):
    model, told, weights = begin(seed), [], []

    def learn(task):
        how = remedy(model, tasks[0], seed) if weights else {}
        lesson(model, task, seed, **how)
        told.append(accuracy(model, tasks[0], told=True))
        weights.append([p.detach().clone() for p in model.parameters()])

    acc = accuracy_matrix(learn, lambda task: accuracy(model, task), tasks)
    return {"acc": acc, "told": told, "weights": weights}


lost = {
    remedy: torch.stack([torch.as_tensor(forgetting(run[:, ::2])) for run in figures(remedy)]) for remedy in remedies
}
