"""Lists of findings for the field, with coordinates: a workbook, CSV files, a GeoPackage."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from ...analysis.fieldwork.corners import corner_table
from ...analysis.vocabulary import UNIT_LEVELS
from ...bridge.io.provenance import LAYER as PROVENANCE
from ...bridge.io.provenance import Provenance
from ...bridge.io.writing import write_layers
from ...bridge.progress import FeedbackProgress
from ...bridge.vocabulary import level_labels, verdict_labels
from .. import labels
from ..centre_points import LATITUDE, LONGITUDE
from ..labels import Translate
from ..model import ReportModel
from ..model_building import build_report
from ..number_format import DEGREES, INTEGER, M2, METRES, MU, TEXT
from ..tables.finding_lists import CHECK_COLUMNS
from ..tables.table import Column, FrameRows, Table
from ..workbook.csv_export import write_csv
from ..workbook.writer import write_workbook
from .check_sheet import SheetWords
from .findings import BEFORE, FieldFindings, land_class, to_degrees
from .sketch import corner_name

FINDINGS, CORNERS = "field_findings", "field_corners"
WORKBOOK, PACKAGE = f"{FINDINGS}.xlsx", f"{FINDINGS}.gpkg"
_AREAS = ("area_m2", "area_mu", "cultivated_m2", "lost_cultivated_m2", "net_m2")
_KINDS = {
    "number": INTEGER,
    "severity": INTEGER,
    LONGITUDE: DEGREES,
    LATITUDE: DEGREES,
    "area_mu": MU,
    **{name: M2 for name in _AREAS if name != "area_mu"},
    "x": METRES,
    "y": METRES,
}
_WRITTEN = ("number", "layer", "finding", "kind", "severity", *UNIT_LEVELS, "BSM", "TBBH", "DLBM", *BEFORE, *_AREAS)


def write_lists(
    findings: FieldFindings, folder: Path, words: SheetWords, provenance: Provenance, progress: FeedbackProgress
) -> list[Path]:
    """Write the lists of findings, numbered by their positions, and return the files.

    Args:
        findings: in the order of their sheets.
        folder: where the files go.
        words: of the sheets.
        provenance: of the run, whose rows go into the GeoPackage.
        progress: may cancel.
    """
    corners = all_corners(findings)
    model, tables = (
        list_model(findings, words, provenance),
        [findings_table(findings, words), corners_table(corners, words)],
    )
    book = write_workbook(model, folder / WORKBOOK, words.tr, tables, progress=progress, overview=False)
    progress.set(0.4)
    files = write_csv(tables, folder, progress)
    frame = findings.frame.assign(number=np.arange(1, len(findings.frame) + 1))
    polygons = geopandas.GeoDataFrame(frame[[*_WRITTEN, "x", "y", LONGITUDE, LATITUDE, "geometry"]], crs=frame.crs)
    points = geopandas.GeoDataFrame(
        corners, geometry=geopandas.points_from_xy(corners["x"], corners["y"]), crs=findings.frame.crs
    )
    layers = {FINDINGS: polygons, CORNERS: points, PROVENANCE: provenance.table()}
    write_layers(folder / PACKAGE, layers, progress.part(0.6, 1.0))
    return [book, *files, folder / PACKAGE]


def list_model(findings: FieldFindings, words: SheetWords, provenance: Provenance) -> ReportModel:
    """Return the model of a workbook that holds nothing but such lists."""
    nothing = pd.DataFrame()
    summary = pd.DataFrame(columns=["code", "name", "level"])
    years = sorted({int(year) for year in findings.frame["SJNF"].dropna()})
    return build_report(
        summary,
        nothing,
        nothing,
        names=findings.names,
        title=words.tr("Findings to check in the field"),
        created=provenance.time,
        survey_years=years,
    )


def all_corners(findings: FieldFindings) -> pd.DataFrame:
    """Return the corners of all findings: number and id of the finding, number, part and ring, coordinates."""
    tables = [
        corner_table(shape).assign(finding_number=place, finding=one)
        for place, (shape, one) in enumerate(zip(findings.frame.geometry, findings.frame["finding"]), 1)
    ]
    table = pd.concat(tables, ignore_index=True)
    table["corner"] = table.pop("number").map(corner_name)
    table["lon"], table["lat"] = to_degrees(findings.frame.crs, table["x"].to_numpy(), table["y"].to_numpy())
    return table[["finding_number", "finding", "corner", "part", "ring", "x", "y", "lon", "lat"]]


def findings_table(findings: FieldFindings, words: SheetWords, title: str = "") -> Table:
    """Return the list of findings as a table, in the order of the frame."""
    tr, names, frame = words.tr, findings.names, findings.frame
    headings = {**labels.parcel_columns(tr), **_headings(tr)}
    verdicts = verdict_labels(tr)
    shown: dict[str, object] = {"number": np.arange(1, len(frame) + 1)}
    shown["list"] = [names.of("lists", layer) for layer in frame["layer"]]
    shown["kind"] = frame["kind_name"]
    shown["severity"] = frame["severity"]
    shown |= {
        f"{level}_name": frame[f"{level}_name"].where(frame[f"{level}_name"] != "", frame[level])
        for level in UNIT_LEVELS
    }
    shown |= {"TBBH": frame["TBBH"], "BSM": frame["BSM"]}
    for column in ("DLBM", *BEFORE):
        words_of = {code: land_class(names, code, column, words.language) for code in frame[column].unique()}
        shown[column] = frame[column].map(words_of)
    shown |= {name: frame[name] for name in (*_AREAS, LONGITUDE, LATITUDE)}
    # In China X is the northing.
    shown |= {"y": frame["y"], "x": frame["x"], "look_for": frame["look_for"]}
    shown["verdict"] = [verdicts.get(one, one) for one in frame["verdict"]]
    shown |= dict.fromkeys(CHECK_COLUMNS, "")
    shown["finding"] = frame["finding"]
    table = pd.DataFrame(shown, index=frame.index).astype(object)
    table = table.where(table.notna(), None)
    columns = tuple(Column(headings[name], _KINDS.get(name, TEXT), key=name) for name in table.columns)
    return Table(
        key=FINDINGS,
        name=tr("Findings to check"),
        title=title or tr("Findings to check in the field"),
        columns=columns,
        rows=FrameRows(table),
        notes=(coordinates_note(words),),
    )


def corners_table(corners: pd.DataFrame, words: SheetWords) -> Table:
    """Return the list of corners as a table."""
    tr = words.tr
    columns = {
        "finding_number": Column(tr("Running number"), INTEGER),
        "corner": Column(tr("Corner")),
        "ring": Column(tr("Ring")),
        "y": Column(tr("X, north (m)"), METRES),
        "x": Column(tr("Y, east (m)"), METRES),
        "lon": Column(tr("Longitude"), DEGREES),
        "lat": Column(tr("Latitude"), DEGREES),
        "finding": Column(tr("Finding id")),
    }
    outline, hole = tr("outline"), tr("hole")
    rings = [
        f"{part} {hole} {ring}" if ring else f"{part} {outline}" for part, ring in zip(corners["part"], corners["ring"])
    ]
    digits = {"x": 3, "y": 3, "lon": 8, "lat": 8}
    rounded = corners.assign(ring=rings).round(digits)[list(columns)]
    return Table(
        key=CORNERS,
        name=tr("Corners"),
        title=tr("Corners of the findings"),
        columns=tuple(columns.values()),
        rows=FrameRows(rounded),
        notes=(coordinates_note(words), tr("Corners are those of the survey's data, not measured on the spot.")),
        technical=True,
    )


def coordinates_note(words: SheetWords) -> str:
    """Say in which systems coordinates are."""
    text = words.tr("X (north) and Y (east) in {system}; longitude and latitude in CGCS2000, degrees.")
    return text.format(system=words.system)


def _headings(tr: Translate) -> dict[str, str]:
    """Return the headings of columns that lists of the reports do not have."""
    levels = level_labels(tr)
    return {
        "list": tr("List"),
        "kind": tr("Kind of finding"),
        "DLBM": tr("Land class now"),
        "pbf_DLBM": tr("Class when delimited"),
        "previous_DLBM": tr("Class last year"),
        "survey2_DLBM": tr("Class in the second survey"),
        "x": tr("Y, east (m)"),
        "y": tr("X, north (m)"),
        "look_for": tr("To check"),
        "verdict": tr("Decided before"),
        "finding": tr("Finding id"),
        "county_name": levels["county"],
        "township_name": levels["township"],
        "village_name": levels["village"],
    }
