"""Overlays on many more threads than cores, in small partitions: a process of its own, whose exit status counts.

    python stress_session.py ROUNDS PARAMETERS-AS-JSON

Prints the SHA-256 of the output of each round.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from qgis_application import start_qgis

THREADS, PARTITION, BATCH, CHUNK = 24, 28, 50, 20


def main(rounds: int, parameters: dict[str, object]) -> None:
    _application, _provider = start_qgis()  # kept: QGIS ends with them
    import processing
    from farmland_redline.processing.analysis.geometry import predicates
    from farmland_redline.processing.analysis.overlay import identity, tabulation
    from farmland_redline.processing.workflows.overlay import preparation

    os.cpu_count = lambda: THREADS
    sys.setswitchinterval(1e-5)
    preparation._PARTITION, predicates._BATCH = PARTITION, BATCH
    identity._CHUNK = tabulation._CHUNK = CHUNK
    for number in range(rounds):
        output = Path(parameters["OUTPUT"]).with_name(f"{number}.gpkg")
        source = ("code", "boundary")[number % 2]
        processing.run("farmland_redline:overlay_parcels", {**parameters, "UNIT_SOURCE": source, "OUTPUT": str(output)})
        print(source, hashlib.sha256(output.read_bytes()).hexdigest(), flush=True)
        output.unlink()
    sys.stdout.flush()
    os._exit(0)  # QGIS without a window may crash on its way out


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
