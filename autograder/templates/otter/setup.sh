#!/usr/bin/env bash
# Builds what grading needs into the image: once for `otter grade`, once for an autograder on Gradescope.
# Beside this file lie environment.yml and requirements.*; the tests and the course are not there yet.
set -euo pipefail
umask 022
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

source=${GRADESCENT_ROOT:-/autograder}/source
venv=/opt/gradescent           # a student's process may read all of it
engine=/opt/gradescent-engine  # the grader and its reference, which no student's process may read
# The CPU builds of torch, a tenth of the size of those for a GPU, are on an index of their own.
torch_index=${GRADESCENT_TORCH_INDEX:-https://download.pytorch.org/whl/cpu}
miniforge=/opt/gradescent-python  # a Python for base images without one
miniforge_url=${GRADESCENT_MINIFORGE:-https://github.com/conda-forge/miniforge/releases/download/25.3.1-0/Miniforge3-Linux-$(uname -m).sh}

have_apt() { command -v apt-get >/dev/null; }
# Early 3.11 will not do: torch fails with the release candidate that Ubuntu 22.04 has, other packages below 3.11.5.
usable() {
    "$1" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11, 5) <= sys.version_info[:3] < (3, 15))' >/dev/null 2>&1
}
pick() {
    local name
    for name in python3.12 python3.13 python3.11 python3 "$miniforge/bin/python"; do
        if command -v "$name" >/dev/null && usable "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if have_apt; then
    apt-get update || true
    # One more layer between the grader and a student's code, where the host lets a container have it.
    apt-get install -y --no-install-recommends bubblewrap || echo "gradescent: no bubblewrap; the other layers remain"
fi
if ! pick >/dev/null && have_apt; then
    for version in 3.12 3.13; do
        if apt-cache show "python$version-venv" >/dev/null 2>&1; then
            apt-get install -y --no-install-recommends "python$version" "python$version-venv" ca-certificates
            break
        fi
    done
fi
if ! pick >/dev/null; then
    # Ubuntu 22.04, the base image of `otter grade` and of Gradescope: from where otter's own setup has its Python.
    installer=$(mktemp)
    curl -fsSL --retry 3 -o "$installer" "$miniforge_url" || wget -nv -O "$installer" "$miniforge_url" || true
    bash "$installer" -b -p "$miniforge" || true
    rm -f "$installer"
fi
python=$(pick) || {
    echo "gradescent: no Python from 3.11.5 on in this base image, and none to be had; try a newer base image" >&2
    exit 1
}

echo "gradescent: building $venv with $("$python" --version)"
"$python" -m venv "$venv"
# torch's own requirements are in the lock, so that torch alone is looked for on its index.
"$venv/bin/pip" install -r "$source/requirements.lock.txt"
"$venv/bin/pip" install --no-deps --index-url "$torch_index" -r "$source/requirements.torch.txt"

mkdir -p -m 700 "$engine"
"$venv/bin/python" -m zipfile -e "$source/requirements.gradescent.zip" "$engine"
PYTHONPATH="$engine" "$venv/bin/python" -P - <<'CHECK'
import ipykernel, otter, torch

import autograder.doors.otter
from autograder.sandbox.confine import available

print(f"gradescent: torch {torch.__version__}, otter {otter.__version__}")
for layer, lack in available().items():
    print(f"gradescent: {layer}: {lack or 'available'}")
CHECK
