"""What partitions ask of units and zones, by many threads at the same moment; without QGIS.

    python kernel_session.py ROUNDS

Each round makes units and zones anew and lets all threads begin at once: what is first asked of a geometry is what
GEOS has to fill in. Prints the SHA-256 of each round's answers.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from functools import partial

import numpy as np
import pandas as pd
import shapely

from farmland_redline.processing.analysis.encoding import EncodedGeometry
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.identity import identity_overlay
from farmland_redline.processing.analysis.parallel import run_in_threads
from farmland_redline.processing.analysis.quality.units import check_places
from farmland_redline.processing.analysis.units import Units

THREADS, SIDE = 16, 40


def circles(count: int, vertices: int) -> np.ndarray:
    """Discs side by side on the square of 0 to SIDE metres, with a hole each."""
    middle = shapely.points((np.arange(count) + 0.5) * SIDE / count, SIDE / 2)
    return shapely.difference(
        shapely.buffer(middle, SIDE / count / 2, quad_segs=vertices // 4),
        shapely.buffer(middle, SIDE / count / 20, quad_segs=vertices // 16),
    )


def ask(units: Units, zones: ZoneIndex, barrier: threading.Barrier, parcels: EncodedGeometry) -> bytes:
    """Check the places of parcels and overlay some of them; return the answers' digest."""
    geometry = parcels.decode()
    names = np.arange(len(geometry)).astype(str).astype(object)
    code = pd.Series(["000000"] * len(geometry), dtype=object)
    barrier.wait()
    found = check_places("parcels", names, code, geometry, units)
    pieces = identity_overlay(geometry[:100], [zones])
    answer = (*found["feature"], *(str(fact["place"]) for fact in found["values"]), *pieces.label.ravel().tolist())
    return hashlib.sha256(repr(answer).encode() + b"".join(shapely.to_wkb(pieces.geometry))).digest()


def main(rounds: int) -> None:
    step = np.arange(0, SIDE, 0.5)
    x, y = (grid.ravel() for grid in np.meshgrid(step, step))
    cells = EncodedGeometry.of(shapely.box(x, y, x + 0.5, y + 0.5))
    for _ in range(rounds):
        units = Units.of(np.array(["360202", "360203", "360222", "360281"], object), circles(4, 40_000))
        zones = ZoneIndex.of(circles(3, 20_000), np.zeros(3, bool))
        work = partial(ask, units, zones, threading.Barrier(THREADS))
        answers = list(run_in_threads(work, [cells] * THREADS, THREADS))
        print(hashlib.sha256(b"".join(answers)).hexdigest(), len(set(answers)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
