"""Pictures of the tutorial: the real desktop walks through it on the sample city; called by scripts/pictures."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtGui import QImage

from farmland_redline.tests.conftest import CITY, UNIT_LAYERS, ZONE_LAYERS, batch_inputs
from farmland_redline.tests.desktop import SETTINGS, run_session, screen, settings_file

from .site import ROOT

LOCALES = {"zh": "zh-Hans", "en": "en_US"}
# What a user calls things in a project of that language.
WORDS = {
    "zh": {"inputs_group": "示例市", "provider": "耕地红线", "results": "成果"},
    "en": {"inputs_group": "Sample city", "provider": "Farmland Redline", "results": "results"},
}
WIDTH = 1100
LIMIT = 150_000
_COUNTY = "360202"  # whose map can be read in a small picture
_COLOURS = 64  # text stays clear, and maps keep their classes
_VIVID = 16  # difference of channels by which a colour counts twice
_WHITE = 0xFFFFFF
_GAP = 80  # rows of white above the foot of a page, which is no higher and not shown


def main() -> int:
    """Take all pictures; the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the walk takes place; pictures show its name")
    parser.add_argument("--language", choices=LOCALES, action="append", help="only this language")
    given = parser.parse_args()
    for language in given.language or LOCALES:
        folder = given.folder / WORDS[language]["inputs_group"]
        shutil.rmtree(folder, ignore_errors=True)
        with tempfile.TemporaryDirectory() as raw:
            _walk(folder, language, Path(raw))
            _documents(folder / WORDS[language]["results"], Path(raw))
            target = ROOT / "docs" / language / "images"
            target.mkdir(exist_ok=True)
            for picture in sorted(Path(raw).glob("*.png")):
                reduce_picture(picture, target / picture.name)
    return 0


def _walk(folder: Path, language: str, raw: Path) -> None:
    """Run tutorial_session.py in the desktop."""
    folder.mkdir(parents=True)
    for name in ("city.gpkg", "policy.yaml"):
        shutil.copy(CITY / name, folder / name)
    with tempfile.TemporaryDirectory() as place, screen() as display:
        settings = settings_file(Path(place))
        settings.parent.mkdir(parents=True)
        enabled = "[PythonPlugins]\nfarmland_redline=true\nprocessing=true\n\n"
        settings.write_text(enabled + SETTINGS.format(locale=LOCALES[language]), encoding="utf-8")
        plan = {
            **WORDS[language],
            "inputs": batch_inputs(folder),
            "zones": ZONE_LAYERS,
            "units": UNIT_LAYERS,
            "language": language,
            "folder": str(folder / WORDS[language]["results"]),
            "pictures": str(raw),
        }
        session = run_session(
            [str(ROOT / "scripts" / "qgis")],
            Path(__file__).with_name("tutorial_session.py"),
            plan,
            Path(place) / "session",
            Path(place),
            {**os.environ, "DISPLAY": display},
        )
    if session.status or "error" in session.found:
        sys.exit(f"{session.found.get('error', '')}\n{session.log[-3000:]}")


def _documents(results: Path, raw: Path) -> None:
    """Pictures of the workbook, the page and a map."""
    book = results / "summary.xlsx"
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", raw, book], check=True)
    _page(raw / "summary.pdf", raw / "workbook", 140)
    (county,) = (results / "maps").glob(f"{_COUNTY}*.pdf")
    _page(county, raw / "map", 90)
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1200,1100"]
    report = (results / "report.html").as_uri()
    subprocess.run(["chromium", *options, f"--screenshot={raw / 'page.png'}", report], check=True)


def _page(document: Path, target: Path, resolution: int) -> None:
    command = ["pdftoppm", "-png", "-singlefile", "-f", "1", "-r", str(resolution), document, target]
    subprocess.run(command, check=True)


def reduce_picture(source: Path, target: Path) -> None:
    """Return a smaller picture with a palette, without white margins."""
    image = _cropped(QImage(str(source)).convertToFormat(QImage.Format.Format_RGB32))
    if image.width() > WIDTH:
        image = image.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    image.convertToFormat(QImage.Format.Format_Indexed8, _palette(image), flags).save(str(target), "PNG", 0)
    size = target.stat().st_size
    print(target.relative_to(ROOT), image.width(), "x", image.height(), size, "too large" if size >= LIMIT else "")


def _palette(image: QImage) -> list[int]:
    """Return the most frequent colours, vivid ones before grey ones, no two of them nearly alike.

    The lines of a map are of few pixels, in many shades.
    """
    data = image.constBits().asstring(image.sizeInBytes())
    pixels, counts = np.unique(np.frombuffer(data, np.uint32) | 0xFF000000, return_counts=True)
    channels = np.stack([pixels >> shift & 0xFF for shift in (16, 8, 0)]).astype(int)
    weights = counts * (1 + np.ptp(channels, axis=0) / _VIVID)
    chosen: dict[int, int] = {}
    for colour in pixels[np.argsort(-weights, kind="stable")].tolist():
        chosen.setdefault(colour & 0xF8F8F8, colour)
    return list(chosen.values())[:_COLOURS]


def _cropped(image: QImage) -> QImage:
    """Return the picture without white margins, and without the foot of a page below a large gap."""
    data = image.constBits().asstring(image.sizeInBytes())
    ink = (np.frombuffer(data, np.uint32).reshape(image.height(), -1) & _WHITE) != _WHITE
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    gaps = np.flatnonzero(np.diff(rows) > _GAP)
    has_foot = len(gaps) and rows[-1] - rows[gaps[-1] + 1] <= _GAP
    bottom = rows[gaps[-1]] if has_foot else rows[-1]
    size = int(columns[-1] - columns[0] + 1), int(bottom - rows[0] + 1)
    return image.copy(QRect(int(columns[0]), int(rows[0]), *size))


if __name__ == "__main__":
    sys.exit(main())
