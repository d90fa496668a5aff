"""The device that a training runs on."""

import platform
import time

import torch


def chosen(name: str) -> torch.device:
    """The device of this name; "auto" is the best that is there.

    Raises: ValueError where there is no such device here, with what there is.
    """
    there = ["cpu"]
    if torch.cuda.is_available():
        there.insert(0, "cuda")
    if torch.backends.mps.is_available():
        there.insert(0, "mps")
    if name == "auto":
        return torch.device(there[0])
    if name not in there:
        raise ValueError(f"there is no {name} here; --device takes: auto, {', '.join(there)}")
    return torch.device(name)


def described(device: torch.device) -> str:
    """Its kind and, of a GPU, its name; of a processor its architecture.

    >>> described(torch.device("cpu")).partition(" ")[0]
    'cpu'
    """
    if device.type == "cuda":
        return f"cuda {torch.cuda.get_device_name(device)}"
    return f"{device.type} {platform.machine()}"


def setting(device: torch.device) -> dict[str, object]:
    """What the figures of a training may depend on beside what is trained, as data.

    >>> sorted(setting(torch.device("cpu")))
    ['device', 'threads', 'versions']
    """
    return {
        "device": described(device),
        "threads": torch.get_num_threads() if device.type == "cpu" else 0,
        "versions": {"torch": torch.__version__.partition("+")[0], "python": platform.python_version()},
    }


def clock(device: torch.device) -> float:
    """Seconds, after all that was asked of the device is done."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
    return time.perf_counter()
