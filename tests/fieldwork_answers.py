"""What tests of the field share: answers as QField writes them, and the text of printed sheets."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path


def texts_of(pdf: Path) -> list[str]:
    """The text of each page; fonts have one glyph for a radical of Chinese and the word of that shape."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    return unicodedata.normalize("NFKC", text).split("\f")[:-1]


def fill_in(device: Path, answers: dict[str, dict[str, str]]) -> None:
    """Fill in the form of findings, as QField does: through QGIS's provider."""
    from qgis.core import QgsFeatureRequest, QgsVectorLayer

    layer = QgsVectorLayer(f"{next(device.glob('*.gpkg'))}|layername=patrol", "patrol", "ogr")
    assert layer.startEditing()
    for finding, values in answers.items():
        (feature,) = layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"\"finding\" = '{finding}'"))
        for name, value in values.items():
            assert layer.changeAttributeValue(feature.id(), layer.fields().lookupField(name), value)
    assert layer.commitChanges(), layer.commitErrors()
