"""A folder that QField opens: a GeoPackage with what to check and a form, the parcels around, and their project.

QField reads the widgets and values that QGIS has in a project, and its own settings from properties of layers
(`QFieldSync/...`), which QGIS leaves alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsFillSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ...analysis.progress import Progress
from ...analysis.vocabulary import UNIT_LEVELS
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.plain_text import shown_text
from ...bridge.vocabulary import verdict_labels
from .. import labels
from ..centre_points import LATITUDE, LONGITUDE
from ..labels import Translate
from ..maps.layout.fonts import text_font, text_format
from .check_sheet import SheetWords
from .findings import FieldFindings, land_class
from .form import field_data
from .surroundings import Surroundings

PATROL, OUTLINES, AROUND = "patrol", "finding_outlines", "parcels_around"
# Columns by which what comes back is joined, and which nobody fills in.
IDS = ("layer", "finding", "version", "shape")
VERDICT, FOUND, REMARK, CHECKER, CHECKED = "verdict", "found", "remark", "checker", "checked"
TO_FILL = (VERDICT, FOUND, REMARK, CHECKER, CHECKED)
_SHOWN = (
    *("number", "kind_name", "look_for", "village_name", "township_name", "county_name", "TBBH", "class_name"),
    *("area_mu", "severity", "decided_before", "BSM", LONGITUDE, LATITUDE),
)
_TIME = "yyyy-MM-dd HH:mm:ss"
_NOW = f"format_date(now(), '{_TIME}')"
# A photo's name tells its finding, whatever characters the id has.
_PHOTO_NAME = (
    "'{folder}/' || regexp_replace(\"finding\", '[^0-9A-Za-z_-]', '_') || '_{number}_' || "
    "format_date(now(), 'yyyyMMddHHmmss') || '.{ending}'"
)
_FILLED = f'coalesce("{VERDICT}", "{FOUND}", "{REMARK}", \'\') <> \'\''


def photo_columns() -> tuple[str, ...]:
    """Return the columns that take photos."""
    return tuple(f"photo_{number}" for number in range(1, int(field_data()["patrol"]["photos"]) + 1))


def patrol_layers(
    findings: FieldFindings, surroundings: Surroundings, words: SheetWords, progress: Progress
) -> dict[str, geopandas.GeoDataFrame]:
    """Return the layers of a package, of findings in the order of their patrol.

    Args:
        findings: numbered by their positions.
        surroundings: the parcels around.
        words: in the language of the forms.
        progress: receives the fraction done; may cancel.

    Returns:
        `patrol` (a point a finding, with columns to fill), `finding_outlines`, `parcels_around`.
    """
    frame, names, language = findings.frame, findings.names, words.language
    verdicts = verdict_labels(words.tr)
    columns: dict[str, object] = {name: frame[name] for name in IDS}
    columns["number"] = np.arange(1, len(frame) + 1)
    columns["class_name"] = [land_class(names, code, "DLBM", language) for code in frame["DLBM"]]
    columns["decided_before"] = [verdicts.get(one, one) for one in frame["verdict"]]
    for level in UNIT_LEVELS:
        name = f"{level}_name"
        columns[name] = frame[name].where(frame[name] != "", frame[level])
    columns |= {name: frame[name] for name in _SHOWN if name not in columns}
    columns |= {
        name: pd.Series([None] * len(frame), index=frame.index, dtype=object) for name in (*TO_FILL, *photo_columns())
    }
    points = geopandas.points_from_xy(frame["x"], frame["y"])
    patrol = geopandas.GeoDataFrame(columns, geometry=points, crs=frame.crs)[
        [*IDS, *_SHOWN, *TO_FILL, *photo_columns(), "geometry"]
    ]
    outlines = patrol[["number", "finding", "kind_name", "geometry"]].set_geometry(frame.geometry, crs=frame.crs)
    return {PATROL: patrol, OUTLINES: outlines, AROUND: _parcels_around(findings, surroundings, words, progress)}


def _parcels_around(
    findings: FieldFindings, surroundings: Surroundings, words: SheetWords, progress: Progress
) -> geopandas.GeoDataFrame:
    """Return the pieces near findings, each once."""
    data, names = field_data(), findings.names
    near, most = data["patrol"]["around_m"], data["sheet"]["neighbours"]
    found = {}
    for place, (left, bottom, right, top) in enumerate(shapely.bounds(findings.frame.geometry.to_numpy()).tolist()):
        progress.set(place / len(findings.frame))
        box = (left - near, bottom - near, right + near, top + near)
        found.update({each.key: each for each in surroundings.around(box, most)})
    pieces = [found[key] for key in sorted(found)]
    columns = {
        "BSM": [each.parcel for each in pieces],
        "TBBH": [each.number for each in pieces],
        "class_name": [land_class(names, each.land_class, "DLBM", words.language) for each in pieces],
        "in_pbf": [each.inside for each in pieces],
    }
    return geopandas.GeoDataFrame(columns, geometry=[each.shape for each in pieces], crs=findings.frame.crs)


def write_project(geopackage: Path, target: Path, title: str, findings: FieldFindings, words: SheetWords) -> None:
    """Write the project of a package beside it, with relative paths; only in the main thread.

    Args:
        geopackage: with the layers of `patrol_layers`.
        target: the .qgz in the same folder.
        title: of the project.
        findings: of the package.
        words: in the language of the forms.

    Raises:
        InputError: it cannot be written.
    """
    project, words_in = QgsProject(), words.tr
    try:
        style: dict[str, Callable[[QgsVectorLayer], None]] = {
            AROUND: lambda layer: _style_parcels(layer, words_in),
            OUTLINES: lambda layer: _style_outlines(layer, words_in),
            PATROL: lambda layer: _style_patrol(layer, findings, words_in),
        }
        for name, shown in _titles(words_in).items():
            layer = QgsVectorLayer(f"{geopackage}|layername={name}", shown, "ogr")
            if not layer.isValid():
                raise _unreadable(geopackage, name)
            style[name](layer)
            _set_up_for_device(layer, name == PATROL)
            project.addMapLayer(layer)
            if name == PATROL:
                project.setCrs(layer.crs())
                extent = QgsRectangle(layer.extent())
                extent.grow(field_data()["patrol"]["around_m"])
                view = project.viewSettings()
                if view is not None:
                    view.setDefaultViewExtent(QgsReferencedRectangle(extent, layer.crs()))
        project.setTitle(shown_text(title))
        project.writeEntryBool("Paths", "/Absolute", False)
        if not project.write(str(target)):
            raise _unwritable(target, project.error())
    finally:
        project.clear()


def _titles(tr: Translate) -> dict[str, str]:
    """Return the names of the layers as the project shows them, the lowest first."""
    return {AROUND: tr("Parcels around"), OUTLINES: tr("Outlines of findings"), PATROL: tr("Findings to check")}


def _unreadable(path: Path, layer: str) -> InputError:
    """Return the error that a layer that was written cannot be opened."""
    return InputError(tr("The file {path} has no layer {layer}.").format(path=path, layer=layer))


def _unwritable(path: Path, reason: str) -> InputError:
    """Return the error that a project cannot be written."""
    return InputError(tr("The project “{file}” could not be written: {reason}").format(file=path.name, reason=reason))


def _set_up_for_device(layer: QgsVectorLayer, is_form: bool) -> None:
    """Tell QField that a layer is taken as it is, and that only the values of the form are changed."""
    layer.setCustomProperty("QFieldSync/action", "copy")
    layer.setCustomProperty("QFieldSync/cloud_action", "offline")
    for lock in (
        "is_geometry_locked",
        "is_feature_addition_locked",
        "is_geometry_editing_locked",
        "is_feature_deletion_locked",
    ):
        layer.setCustomProperty(f"QFieldSync/{lock}", True)
    if not is_form:
        layer.setReadOnly(True)
        layer.setCustomProperty("QFieldSync/is_attribute_editing_locked", True)
        return
    folder = field_data()["patrol"]["photo_folder"]
    # The second for QField before 2.7, which knows no endings.
    for key, ending in (("attachment_naming", "{extension}"), ("photo_naming", "jpg")):
        naming = {
            column: _PHOTO_NAME.format(folder=folder, number=number, ending=ending)
            for number, column in enumerate(photo_columns(), 1)
        }
        layer.setCustomProperty(f"QFieldSync/{key}", json.dumps(naming))


def _headings(tr: Translate) -> dict[str, str]:
    """Return the headings of the columns of `patrol`."""
    return {
        **labels.parcel_columns(tr),
        "kind_name": tr("Kind of finding"),
        "look_for": tr("To check"),
        "township_name": tr("Township"),
        "decided_before": tr("Decided before"),
        VERDICT: tr("Verdict"),
        FOUND: tr("Use now"),
        REMARK: tr("Remark"),
        CHECKER: tr("Checked by"),
        CHECKED: tr("Checked at"),
        **{column: tr("Photo {number}").format(number=number) for number, column in enumerate(photo_columns(), 1)},
    }


def _style_patrol(layer: QgsVectorLayer, findings: FieldFindings, tr: Translate) -> None:
    """Give the layer of findings its form, its signs and its numbers."""
    headings, form = _headings(tr), layer.editFormConfig()
    fields = layer.fields()
    setups = {
        VERDICT: _choices(verdict_labels(tr)),
        FOUND: _choices(findings.form.found),
        REMARK: QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False}),
        CHECKED: QgsEditorWidgetSetup(
            "DateTime",
            {
                "field_format": _TIME,
                "display_format": _TIME,
                "field_iso_format": False,
                "calendar_popup": True,
                "allow_null": True,
            },
        ),
        **dict.fromkeys(photo_columns(), _photo_widget()),
        **{name: QgsEditorWidgetSetup("Hidden", {}) for name in ("fid", *IDS)},
    }
    for index in range(fields.count()):
        name = fields.at(index).name()
        layer.setFieldAlias(index, headings.get(name, name))
        if name in setups:
            layer.setEditorWidgetSetup(index, setups[name])
        if name not in (*TO_FILL, *photo_columns()):
            form.setReadOnly(index, True)
    layer.setEditFormConfig(form)
    layer.setDefaultValueDefinition(fields.lookupField(CHECKED), QgsDefaultValue(_NOW, True))
    layer.setDisplayExpression("\"number\" || ' ' || \"kind_name\" || ' ' || coalesce(\"TBBH\", '')")
    signs = {0: ("#c62828", tr("Not checked yet")), 1: ("#2e7d32", tr("Checked"))}
    categories = [
        QgsRendererCategory(
            filled, QgsMarkerSymbol.createSimple({"color": colour, "size": "4", "outline_color": "#ffffff"}), text
        )
        for filled, (colour, text) in signs.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(_FILLED, categories))
    _label(layer, "number", 11, tr)


def _choices(words: Mapping[str, str]) -> QgsEditorWidgetSetup:
    """Return a list of values to choose from, shown by their names."""
    return QgsEditorWidgetSetup("ValueMap", {"map": [{text: value} for value, text in words.items()]})


def _photo_widget() -> QgsEditorWidgetSetup:
    """Return a widget that takes a photo and keeps its path relative to the project."""
    config = {
        "DocumentViewer": 1,
        "DocumentViewerHeight": 0,
        "DocumentViewerWidth": 0,
        "FileWidget": True,
        "FileWidgetButton": True,
        "FileWidgetFilter": "",
        "RelativeStorage": 1,
        "StorageMode": 0,
        "StorageType": "",
        "UseLink": False,
        "FullUrl": False,
    }
    return QgsEditorWidgetSetup("ExternalResource", config)


def _style_outlines(layer: QgsVectorLayer, tr: Translate) -> None:
    """Draw the outlines of findings."""
    colour = field_data()["sheet"]["colours"]["finding"]
    symbol = QgsFillSymbol.createSimple(
        {"style": "b_diagonal", "color": colour, "outline_color": colour, "outline_width": "0.6"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    _name_columns(layer, tr)


def _style_parcels(layer: QgsVectorLayer, tr: Translate) -> None:
    """Draw the parcels around, those of permanent basic farmland tinted, with their classes."""
    colours = field_data()["sheet"]["colours"]
    kinds = {True: (colours["pbf"], tr("Permanent basic farmland")), False: ("#ffffff", tr("Other parcels"))}
    categories = [
        QgsRendererCategory(
            inside,
            QgsFillSymbol.createSimple({"color": fill, "outline_color": colours["neighbour"], "outline_width": "0.2"}),
            text,
        )
        for inside, (fill, text) in kinds.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("in_pbf", categories))
    _name_columns(layer, tr)
    _label(layer, "class_name", 8, tr)


def _name_columns(layer: QgsVectorLayer, tr: Translate) -> None:
    """Have QGIS show the columns of a layer under their names."""
    headings = _headings(tr)
    for index, name in enumerate(layer.fields().names()):
        layer.setFieldAlias(index, headings.get(name, name))


def _label(layer: QgsVectorLayer, column: str, size: float, tr: Translate) -> None:
    """Label features by a column."""
    settings = QgsPalLayerSettings()
    settings.fieldName = column
    form = text_format(text_font(tr, ""), size, bold=column == "number")
    buffer = form.buffer()
    buffer.setEnabled(True)
    buffer.setSize(0.8)
    form.setBuffer(buffer)
    settings.setFormat(form)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
