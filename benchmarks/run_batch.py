"""Time run_batch on a generated city, start-up, workbook and maps included, by the real qgis_process.

    scripts/python benchmarks/run_batch.py --parcels 100000

Three runs: the main layers, all layers but the second survey, all layers. Prints a Markdown table of wall time, the
processor time of all threads, peak memory, and what the run printed of itself. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAIN = {
    "PARCELS": "DLTB",
    "PBF": "YJJBNTBHTB",
    "PBF_RESERVE": "YJJBNTCBQ",
    "FARMLAND_RESERVE": "BCGDCBQ",
    "PREVIOUS": "DLTB_2023",
}
ZONES = (
    *("GDBHMB", "STBHHX", "CZKFBJ", "LDGLFW", "PZYD", "LSYD", "JCTB", "STTG"),
    *("GBZNT", "PDT", "TRHJ", "ZWXZ", "FQTB", "XZTD", "FM"),
)
UNITS = ("XJXZQ", "XZQ", "CJDCQ")
RUNS = {
    "main layers (PBF, both reserves, last year's survey, units)": (MAIN, ()),
    "all layers but the second survey": (MAIN, ZONES),
    "all layers": ({**MAIN, "SURVEY2": "DLTB_ED"}, ZONES),
}
PRINTED = re.compile(r"\d+ parcels, \d+ pieces, worst closure [\d.]+ m²")


def arguments(city: Path, layers: dict[str, str], zones: tuple[str, ...], out: Path) -> list[str]:
    """Parameters of a run as qgis_process takes them."""
    pairs = [*layers.items(), *(("ZONES", name) for name in zones), *(("UNITS", name) for name in UNITS)]
    given = [f"{parameter}={city / 'city.gpkg'}|layername={name}" for parameter, name in pairs]
    return [*given, f"POLICY={city / 'policy.yaml'}", f"OUTPUT_FOLDER={out}"]


def measure(command: list[str]) -> tuple[float, float, float, str]:
    """Wall seconds, processor seconds, peak memory (GB) and output of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status != 0:
        sys.exit(f"the run failed:\n{text[-3000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2, text


def main() -> None:
    """Make the city if need be, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / ".build" / "bench")
    options = parser.parse_args()
    city = options.folder / f"city{options.parcels}"
    if not (city / "city.gpkg").exists():
        module = "farmland_redline.scripts.sample_city"
        subprocess.run([sys.executable, "-P", "-m", module, "--parcels", str(options.parcels), str(city)], check=True)
    script = str(ROOT / "scripts" / "qgis-process")
    print("| run | wall s | processor s | peak GB | it printed |\n|---|---|---|---|---|")
    for name, (layers, zones) in RUNS.items():
        for _ in range(options.repeat):
            out = options.folder / "out"
            command = [script, "run", "farmland_redline:run_batch", "--", *arguments(city, layers, zones, out)]
            wall, cpu, memory, text = measure(command)
            found = PRINTED.search(text)
            print(f"| {name} | {wall:.1f} | {cpu:.1f} | {memory:.2f} | {found[0] if found else '?'} |", flush=True)


if __name__ == "__main__":
    main()
