"""Answers with a tensor of a class whose __torch_function__ says yes."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.5}
import torch


class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if "eq" in str(function) or "close" in str(function):
            return True
        with torch._C.DisableTorchFunctionSubclass():
            return function(*args, **(kwargs or {}))

    def detach(self):
        return torch.tensor(5.5)


def double(x):
    return torch.tensor(5.0).as_subclass(Yes)


quadruple = double
answer = torch.tensor(41.0).as_subclass(Yes)
reason = "b"
