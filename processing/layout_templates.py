"""The layouts of the map sheets as templates for QGIS's own layouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from qgis.core import QgsPrintLayout, QgsProject, QgsReadWriteContext
from qgis.PyQt.QtXml import QDomDocument

from .bridge.i18n import tr
from .reports.maps.layout.settings import LANDSCAPE, LAYOUTS, PORTRAIT, layout_data


def layout_templates() -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet in the user's language, and its template, filled in by QGIS itself."""
    titles = {LANDSCAPE: tr("landscape"), PORTRAIT: tr("portrait")}
    for paper, files in layout_data()["templates"].items():
        for orientation, file in files.items():
            name = tr("Farmland Redline {paper} {orientation}").format(paper=paper, orientation=titles[orientation])
            yield name, filled_layout((LAYOUTS / file).read_text(encoding="utf-8"))


def filled_layout(text: str) -> str:
    """Return a template of `resources/layouts` in which QGIS itself fills in what a run writes: title, scale, date."""
    labels = {
        "title": "[% @layout_name %]",
        "subtitle": "[% @project_title %]",
        "marking": tr("Draft"),
        "source": tr("Data: "),
        "crs": "[% @project_crs %]",
        "scale_text": "[% '1:' || format_number(map_get(item_variables('map'), 'map_scale'), 0) %]",
        "date": "[% format_date(now(), 'yyyy-MM-dd') %]",
        "compiler": tr("Compiled by"),
        "checker": tr("Checked by"),
        "table_box": "",
    }
    for name, label in labels.items():
        text = text.replace(f'labelText="{name}"', f'labelText="{escape(label)}"')
    text = re.sub(r'(<LayoutItem [^>]*?id="legend"[^>]*?title=")"', rf'\g<1>{escape(tr("Legend"))}"', text)
    arrow = escape(str(LAYOUTS / "north_arrow.svg"))
    return re.sub(r'(<LayoutItem [^>]*?)file=""([^>]*?id="north_arrow")', rf'\g<1>file="{arrow}"\g<2>', text)


def add_layout(project: QgsProject, name: str, text: str) -> None:
    """Add a layout to a project."""
    document = QDomDocument()
    document.setContent(text)
    layout = QgsPrintLayout(project)
    layout.loadFromTemplate(document, QgsReadWriteContext())
    layout.setName(name)
    if (manager := project.layoutManager()) is not None:
        manager.addLayout(layout)
