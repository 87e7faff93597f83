"""geofileops, file to file: `files HOW PARCELS ZONES LAYER OUTPUT`."""

from __future__ import annotations

import sys
from importlib.metadata import version
from multiprocessing import forkserver
from pathlib import Path

import geofileops
import shapely

from .protocol import Work, emit, peak_gigabytes


def main(how: str, parcels: str, zones: str, layer: str, output: str) -> None:
    """Run and tell; the runner cannot see this process's own peak."""
    emit(versions={"geofileops": version("geofileops")}, versions_geos=shapely.geos_version_string)
    with Work():
        getattr(geofileops, how)(Path(parcels), Path(zones), Path(output), input2_layer=layer, force=True)
        # What its workers spent counts when the server that started them has ended.
        forkserver._forkserver._stop()
    emit(peak=peak_gigabytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
