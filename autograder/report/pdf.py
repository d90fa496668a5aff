"""A page as PDF, printed by a headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from autograder.errors import CourseError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 120


def browser() -> str:
    """The path of a browser that can print; raises `CourseError` where there is none."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise CourseError(
        "no Chromium here to print with: install one (on Debian: apt install chromium), "
        "or open the page in any browser and print it to a file"
    )


def print_page(page: Path, pdf: Path) -> Path:
    """Prints a page of a report to `pdf`; returns its path.

    Raises:
        CourseError: there is no browser, or it could not print.
    """
    program = browser()
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program,
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf.resolve()}",
            # Chromium's own sandbox needs another user than root; the page is ours and runs no script.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise CourseError(f"{program} could not print {page.name}: {error}") from None
    if done.returncode or not pdf.exists():
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no word why"])[-1]
        raise CourseError(f"{program} could not print {page.name}: {last}")
    return pdf
