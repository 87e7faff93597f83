"""Templates of maps with a symbol that QGIS cannot read, where it ends with a signal: refused before it loads them."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtXml import QDomDocument

from farmland_redline.processing.reports.maps.layout.settings import LAYOUTS, MapError, SheetSettings
from farmland_redline.processing.reports.maps.layout.sheet import Sheet
from farmland_redline.processing.reports.maps.layout.template_symbols import unreadable_symbol

pytestmark = pytest.mark.usefixtures("qgis")
FILL, LINE, MARKER = (f'<symbol type="{t}"><layer class="Simple{c}"/></symbol>' for t, c in
                      (("fill", "Fill"), ("line", "Line"), ("marker", "Marker")))  # fmt: skip


def layout(inside: str, page: str = FILL) -> str:
    pages = f'<PageCollection>{page}<LayoutItem type="65638" size="297,210,mm">{page}</LayoutItem></PageCollection>'
    return f"<Layout>{pages}{inside}</Layout>"


def item(number: int, symbol: str) -> str:
    return f'<LayoutItem type="{number}" id="mine" size="9,9,mm">{symbol}</LayoutItem>'


# Shape, polygon, polyline, marker; the grid and the overview of a map.
SOUND = {
    "shape": item(65643, FILL),
    "polygon": item(65644, FILL),
    "polyline": item(65645, LINE),
    "marker": item(65653, MARKER),
    "grid": item(65639, f"<lineStyle>{LINE}</lineStyle><markerStyle>{MARKER}</markerStyle>"),
    "overview": item(65639, f"<ComposerMapOverview>{FILL}</ComposerMapOverview>"),
}  # fmt: skip
WORSE = {
    "none": "<symbol/>",
    "no layer": '<symbol type="fill"/>',
    "another kind": MARKER,
    "unknown": FILL.replace("Simple", "No"),
}


def found(text: str) -> str:
    document = QDomDocument()
    assert document.setContent(text)[0]
    return unreadable_symbol(document)


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("worse", WORSE)
def test_what_cannot_be_read_is_found(name, worse):
    """Of every item that holds a symbol; the sound one passes."""
    assert not found(layout(SOUND[name]))
    for symbol in (FILL, LINE, MARKER):
        changed = SOUND[name].replace(symbol, WORSE[worse])
        if symbol in SOUND[name] and symbol != WORSE[worse]:
            assert found(layout(changed)) in ("mine", "lineStyle", "markerStyle", "ComposerMapOverview")


@pytest.mark.parametrize("worse", WORSE)
def test_of_the_page(worse):
    assert found(layout("", WORSE[worse])) == "PageCollection"


def test_our_own_templates_pass():
    files = sorted(LAYOUTS.glob("*.qpt"))
    assert files and not any(found(file.read_text(encoding="utf-8")) for file in files)


@pytest.mark.parametrize(
    ("text", "words"),
    [(layout(item(65645, MARKER)), "symbol that cannot be read, of mine"), ("<Layout><a>", "is not a")],
)
def test_a_sheet_is_not_loaded(tmp_path, text, words):
    template = tmp_path / "图框.qpt"
    template.write_text(text, encoding="utf-8")
    with pytest.raises(MapError, match=words):
        Sheet(template, QgsProject(), SheetSettings(template=str(template)), QFont(), str)
