"""The gallery: a picture of everything that a run hands out, taken from the sample city; called by scripts/gallery.

To show another output add a function that yields its `Picture`s to `SECTIONS`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from farmland_redline.tests.chromium import browser

from .pictures import reduce_picture
from .site import ROOT

LANGUAGES = ("zh", "en")
DOCS = ROOT / "docs"
PICTURES = DOCS / "gallery"
# Outputs that the batch makes only where it is asked to.
PARAMETERS = ("LETTERS=true",)
# English is Chinese in other words: of it the first sheets are enough.
_ENGLISH_SHEETS = 3
_LETTER_PAGES = {"zh": 4, "en": 1}
_COUNTY = "360281"
_DPI = 100
_POLICY = ROOT / "resources" / "sample" / "data" / "policy.yaml"
_MOMENT = "1735603200"  # the demo's
_INTRODUCTION = """# 图集 Gallery

示例市各项成果的实际样子，由 `make gallery` 生成；示例市的地块、单位和数字均为虚构。
What a run on the sample city hands out, as its reader sees it; made by `make gallery`. The sample's parcels, units and
figures are invented.
"""


@dataclass(frozen=True)
class Picture:
    """A picture as taken, the name that its file in the gallery gets, and what it shows in the run's language."""

    file: Path
    name: str
    caption: str


def workbook(results: Path, language: str, work: Path) -> Iterator[Picture]:
    """Print the first page of each sheet with LibreOffice."""
    book = results / "summary.xlsx"
    document = _pdf(book, work)
    pages = [_squeezed(text) for text in _run("pdftotext", "-layout", document, "-").split("\f")]
    sheets = openpyxl.load_workbook(book, read_only=True)
    start = -1
    for number, sheet in enumerate(sheets.worksheets if language == "zh" else sheets.worksheets[:_ENGLISH_SHEETS]):
        title = _squeezed(next(sheet.iter_rows(max_row=1, max_col=1, values_only=True))[0])
        start = next(page for page in range(start + 1, len(pages)) if pages[page].startswith(title))
        name = f"workbook-{number + 1:02d}"
        yield Picture(_page_of(document, work / name, start + 1), name, sheet.title)


def letters(results: Path, language: str, work: Path) -> Iterator[Picture]:
    """Print the first pages of a county's letter with LibreOffice."""
    caption = {"zh": "分县函件，第 {} 页", "en": "County letter, page {}"}[language]
    (letter,) = (results / "letters").glob(f"{_COUNTY}*.docx")
    document = _pdf(letter, work)
    for number in range(1, _LETTER_PAGES[language] + 1):
        yield Picture(_page_of(document, work / f"letter-{number}", number), f"letter-{number}", caption.format(number))


def page(results: Path, language: str, work: Path) -> Iterator[Picture]:
    """Show the report page in a browser: its top, and its map."""
    captions = {
        "zh": ("报告网页 report.html", "报告网页中的地图"),
        "en": ("Report page (report.html)", "The map of the report page"),
    }[language]
    with browser() as reader:
        pictures = (("page", "body", 1200), ("page-map", "#place", 700))
        for (name, place, height), caption in zip(pictures, captions):
            reader.open(results / "report.html", height=height)
            reader.say(f"document.querySelector('{place}').scrollIntoView()")
            reader.picture(work / f"{name}.png")
            yield Picture(work / f"{name}.png", name, caption)


def maps(results: Path, language: str, work: Path) -> Iterator[Picture]:
    """One county's map."""
    (county,) = (results / "maps").glob(f"{_COUNTY}*.pdf")
    yield Picture(_page_of(county, work / "map", 1), "map", {"zh": "分县图", "en": "County map"}[language])


def sheets(results: Path, language: str, work: Path) -> Iterator[Picture]:
    """Sheets of the atlas and maps of whole units, of the Chinese run."""
    if language != "zh":
        return

    def export(algorithm: str, **given: str) -> Path:
        folder = work / f"{algorithm}{''.join(given.values())}"
        given = {"PACKAGE": str(results / "farmland_redline.gpkg"), "POLICY": str(_POLICY), **given}
        arguments = [f"{name}={value}" for name, value in {**given, "OUTPUT_FOLDER": str(folder)}.items()]
        script = ROOT / "scripts" / "qgis-process"
        subprocess.run(
            [script, "run", f"farmland_redline:{algorithm}", "--", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": _MOMENT},
        )
        return min(folder.glob(f"{_COUNTY}*.pdf"))

    atlas = export("export_conflict_atlas", ONLY_UNITS=_COUNTY, BY="county", MARKING="示例")
    conflict = export("export_conflict_atlas", ONLY_UNITS=_COUNTY, BY="conflict", SEVERITY="3", PAPER="A4")
    targets, candidates, printed = (
        export("export_unit_map", ONLY_UNITS=_COUNTY, THEME=theme, STYLE=style)
        for theme, style in (("targets", "standard"), ("candidates", "standard"), ("targets", "print"))
    )
    for name, document, number, caption in (
        ("atlas-index", atlas, 1, "占用冲突图集：索引页"),
        ("atlas-detail", atlas, 2, "占用冲突图集：分幅"),
        ("atlas-conflict", conflict, 1, "占用冲突图集：逐块，A4"),
        ("unit-targets", targets, 1, "目标对照图"),
        ("unit-candidates", candidates, 1, "恢复潜力地块分布图"),
    ):
        yield Picture(_page_of(document, work / name, number), name, caption)
    grey = _page_of(printed, work / "unit-print", 1, "-gray")
    yield Picture(grey, "unit-print", "目标对照图，print 配色，黑白打印")


SECTIONS: dict[str, Callable[[Path, str, Path], Iterator[Picture]]] = {
    "工作簿 Workbook": workbook,
    "函件 Letter": letters,
    "网页 Page": page,
    "地图 Maps": maps,
    "图集与全域图 Atlas and unit maps": sheets,
}


def main() -> int:
    """Take the pictures and write the page; the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/gallery", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="holds runs already made, in its folders zh and en")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        runs = given.folder or Path(work) / "runs"
        for language in LANGUAGES if given.folder is None else ():
            subprocess.run(
                [ROOT / "scripts" / "demo", runs / language, f"LANGUAGE={language}", *PARAMETERS],
                check=True,
            )
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir()
        text = _INTRODUCTION
        for title, pictures_of in SECTIONS.items():
            text += f"\n## {title}\n"
            for language in LANGUAGES:
                place = Path(work) / language / pictures_of.__name__
                place.mkdir(parents=True)
                for picture in pictures_of(runs / language, language, place):
                    target = PICTURES / f"{language}-{picture.name}.png"
                    reduce_picture(picture.file, target)
                    text += f"\n{picture.caption}\n\n![{picture.caption}](gallery/{target.name})\n"
        (DOCS / "gallery.md").write_text(text, encoding="utf-8", newline="\n")
    return 0


def _run(*command: object) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def _pdf(document: Path, folder: Path) -> Path:
    """Print an office document."""
    profile = (folder / "profile").as_uri()
    _run(
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, document
    )
    return folder / f"{document.stem}.pdf"


def _page_of(document: Path, target: Path, number: int, *options: str) -> Path:
    _run("pdftoppm", "-png", *options, "-singlefile", "-r", _DPI, "-f", number, "-l", number, document, target)
    return target.with_suffix(".png")


def _squeezed(text: str) -> str:
    """Text without white space; pdftotext gives some Chinese characters as radicals of the same shape."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


if __name__ == "__main__":
    sys.exit(main())
