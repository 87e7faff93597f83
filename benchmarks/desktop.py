"""How long the window of the QGIS desktop stands still while everything runs, with maps, letters and page.

A session of the real desktop on a screen that nobody sees opens a city in the start panel and runs everything
(`tests/ui/answering_session.py`), then looks at the dashboard and the review. A timer of the main thread, every 20 ms,
shows how long it did not come. In a gap QGIS worked as long as it used a processor: other work on the machine has the
rest; of that, what the main thread used is what held the window. A gap has the plugin's code in it if the main thread
was seen there; all others are QGIS's own, which draws and opens layers.
"""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .process_metrics import clean_environment
from .tools import ROOT

NAME, TITLE = "desktop", "How long the window stands still"
SIZES = (0, 100_000)  # 0 is the sample city
HEADS = (
    *("city", "run s", "longest gap s", "longest in which QGIS worked s", "longest of the main thread's work s"),
    "longest with the plugin's code in it s",
    *("gaps above 0.2 s", "of them by the main thread's work", "of them with the plugin's code"),
    "pages drawn in the main thread",
)
_PATIENCE_S, _LONG_S = 3600, 0.2
_TESTS = ROOT / "tests"


def make_city(parcels: int, folder: Path) -> Path:
    """Return a folder with city.gpkg and policy.yaml, made where it is missing; of 0 parcels the sample's."""
    if not parcels:
        return ROOT / "resources" / "sample" / "data"
    city = folder / f"city{parcels}"
    if not (city / "city.gpkg").exists():
        module = "farmland_redline.scripts.sample_city"
        command = [str(ROOT / "scripts" / "python"), "-m", module, "--parcels", str(parcels), str(city)]
        subprocess.run(command, check=True, env=clean_environment())
    return city


def run_session(city: Path, folder: Path) -> Mapping[str, object]:
    """Run everything on a copy of a city in the desktop; return what the session found."""
    if str(_TESTS) not in sys.path:
        sys.path.append(str(_TESTS))
    desktop = importlib.import_module("desktop")
    desktop.LIMIT = _PATIENCE_S
    for name in ("city.gpkg", "policy.yaml"):
        shutil.copy(city / name, folder / name)
    plan = {
        "city": str(folder / "city.gpkg"),
        "policy": str(folder / "policy.yaml"),
        "folder": str(folder / "results"),
        "patience": _PATIENCE_S,
    }
    with desktop.screen() as display:
        ended = desktop.run_plugin(display, _TESTS / "ui" / "answering_session.py", plan, folder / "run", "zh_CN")
    if "error" in ended.found or not ended.found:
        sys.exit(f"the session failed: {ended.found.get('error', ended.log[-3000:])}")
    return ended.found


def measure(sizes: Sequence[int], repeat: int, folder: Path) -> str:
    """Return a Markdown table of cities of some sizes, each run so many times."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    for parcels in sizes or SIZES:
        city = make_city(parcels, folder)
        for _ in range(repeat):
            with tempfile.TemporaryDirectory(dir=folder) as place:
                found = run_session(city, Path(place))
            (folder / "logs").mkdir(exist_ok=True)
            (folder / "logs" / f"desktop-{parcels}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
            title = f"{parcels:,} parcels" if parcels else "the sample"
            cells = (
                f"{found['run_s']:.1f}",
                f"{found['longest']:.2f}",
                f"{found['longest_worked']:.2f}",
                f"{found['longest_main']:.2f}",
                f"{found['longest_own']:.2f}",
                str(len(found["long"])),
                str(sum(gap[2] > _LONG_S for gap in found["long"])),
                str(sum(gap[-1] for gap in found["long"])),
                str(found["pages"]),
            )
            lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)
