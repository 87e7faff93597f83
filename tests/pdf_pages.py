"""What a reader sees of PDFs: QGIS draws labels of one layer in an order that changes from run to run."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np


def brightness(pdf: Path, dpi: int = 50) -> list[np.ndarray]:
    """The pages as arrays of brightness, 0 to 255."""
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", pdf, Path(folder) / "page"], check=True)
        for page in sorted(Path(folder).iterdir()):
            _, size, _, pixels = page.read_bytes().split(b"\n", 3)
            width, height = map(int, size.split())
            pages.append(np.frombuffer(pixels, np.uint8).reshape(height, width).astype(float))
    return pages


def words(pdf: Path) -> list[str]:
    """All words, sorted."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True)
    return sorted(done.stdout.split())


def look_alike(pdf: Path, other: Path) -> bool:
    """Whether two PDFs have the same words, and pages that look the same but for a thousandth of their dots."""
    pages, others = brightness(pdf), brightness(other)
    same = [page.shape == second.shape and np.mean(page != second) < 0.001 for page, second in zip(pages, others)]
    return len(pages) == len(others) and all(same) and words(pdf) == words(other)
