"""A run's results for the dashboard, read from the GeoPackage without geometries; imported when the panel reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from .analysis.dates import BEIJING
from .analysis.rules.policy import Policy
from .analysis.vocabulary import UNIT_LEVELS, Level, Severity
from .bridge.errors import InputError
from .bridge.i18n import report_language
from .bridge.io.datasets import open_dataset, select
from .bridge.io.provenance import read_provenance
from .bridge.io.reading import AllBut
from .bridge.io.result_files import require_layers
from .bridge.io.result_reading import read_results_table
from .bridge.io.sql import quoted
from .bridge.policy.reader import default_policy, load_classes, load_policy
from .bridge.yaml_files import load_data
from .dashboard_enforcement import ENFORCEMENT
from .reports.changes import CHANGES, FLOWS
from .reports.column_names import LOSSES
from .reports.labels import Translate
from .reports.maps.layout.settings import layout_data
from .reports.model import ReportModel
from .reports.model_building import build_report
from .reports.page.writer import FOLDER, chart_fills
from .reports.styles.renderers import CANDIDATES, CONFLICTS, PIECES
from .reports.styles.style_files import style_data
from .workflows.report import SUMMARY, english_names, report_names

_PART = 1000  # pieces
# Names in them are quoted.
_LAST = "SELECT max({fid}) FROM {pieces}"
_BOXES = (
    "SELECT {columns}, min(minx), min(miny), max(maxx), max(maxy) FROM {pieces} JOIN {index} AS r ON r.id = {fid} "
    "WHERE {fid} BETWEEN {first} AND {last} GROUP BY {columns}"
)
Box = tuple[float, float, float, float]  # west, south, east, north
_NEEDED = (CONFLICTS, CANDIDATES, SUMMARY)
# What is read of findings, so that the window need not wait; the potential's figures stand in the summary.
_OTHERS = AllBut(frozenset({"kind", "use", "measure", "severity", "area_m2", "lost_cultivated_m2", *UNIT_LEVELS}))
# What bars show beside states, uses, severities and the potential, by keys of the styles' holdings.
_MORE_FILLS = {
    "area": ("cultivated_pbf", "solid"),
    "lost-pbf": ("lost_pbf", "solid"),
    "lost-outside": ("cultivated", "diagonal"),
}


@dataclass(frozen=True)
class Results:
    """A run's results.

    Attributes:
        path: the GeoPackage.
        model: its figures; its lists have no columns but those that are summed, and there is none of candidates.
        translate: into the language in which they are shown.
    """

    path: Path
    model: ReportModel
    translate: Translate


@dataclass(frozen=True)
class Extents:
    """Where units lie: a box by level and code, and the coordinate system as WKT."""

    boxes: Mapping[tuple[str, str], Box]
    crs: str


def read_results(path: Path, language: str, policy_file: str = "") -> Results:
    """Read a run's results.

    The figures are those of the file alone: a policy gives names of kinds and units, no figure.

    Args:
        path: a GeoPackage of “Run everything”.
        language: in which they are shown, `zh` or `en`.
        policy_file: the office's; the shipped one where it is not given or cannot be read.

    Raises:
        InputError: the file is no such GeoPackage, or is damaged.
    """
    found = require_layers(path, _NEEDED)
    policy, translate = _names_of(policy_file), report_language(language)
    summary = read_results_table(path, SUMMARY)
    if language == "en":
        summary = summary.assign(name=english_names(summary, policy))
    provenance = read_provenance(path)
    # A list that the run could not fill has no rows; the summary has no figure then.
    losses = read_results_table(path, LOSSES, _OTHERS) if LOSSES in found and _is_told(summary, LOSSES) else None
    model = build_report(
        summary,
        read_results_table(path, CONFLICTS, _OTHERS),
        pd.DataFrame(),
        losses=losses,
        measures={name: read_results_table(path, name) for name in (FLOWS, *ENFORCEMENT) if name in found},
        provenance=provenance,
        names=report_names(policy, load_classes(), language, {}),
        created=_time(provenance),
    )
    return Results(path, model, translate)


def read_extents(path: Path) -> Iterator[Extents]:
    """Yield where each unit's pieces lie, as far as it is known; nothing where there are no pieces with an index.

    In many short steps, since nobody wants to wait for a map's next place: GDAL keeps Python's lock during a statement.
    """
    dataset, _ = open_dataset(path)
    layer = dataset.GetLayerByName(PIECES) if dataset is not None else None
    if layer is None:
        return
    system, definition = layer.GetSpatialRef(), layer.GetLayerDefn()
    crs = system.ExportToWkt() if system is not None else ""
    names = {definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())}
    levels = [level for level in UNIT_LEVELS if level in names]
    index, fid = f"rtree_{PIECES}_{layer.GetGeometryColumn()}", quoted(layer.GetFIDColumn())
    columns = ", ".join(map(quoted, levels))
    boxes: dict[tuple[str, str], Box] = {}
    names_of = {"fid": fid, "pieces": quoted(PIECES), "index": quoted(index), "columns": columns}
    last = int(str(select(dataset, _LAST.format(**names_of))[0][0] or 0))
    for first in range(0, last + 1, _PART) if levels else ():
        statement = _BOXES.format(**names_of, first=first, last=first + _PART - 1)
        for row in select(dataset, statement):
            west, south, east, north = (float(str(side)) for side in row[-4:])
            for level, code in zip(levels, row):
                if code:
                    _join(boxes, (level, str(code)), (west, south, east, north))
        yield Extents(boxes, crs)


def city_box(extents: Extents, counties: Iterable[str]) -> Box | None:
    """Return the box of several counties; None where none has one."""
    boxes: dict[tuple[str, str], Box] = {}
    for code in counties:
        if (Level.COUNTY.value, code) in extents.boxes:
            _join(boxes, ("", ""), extents.boxes[(Level.COUNTY.value, code)])
    return boxes.get(("", ""))


def bar_fills() -> dict[str, tuple[str, str]]:
    """Return colour and pattern of the bars' fills by id; those of the page where it has them."""
    settings, styles = load_data(FOLDER / "page.yaml"), style_data()
    fills = {row["id"]: (row["fill"], row["pattern"]) for row in chart_fills(settings)}
    categories = {row["id"]: row["fill"] for row in styles[CONFLICTS]["categories"]}
    for severity, pattern in zip(sorted(set(Severity), reverse=True), settings["patterns"]):
        fills[f"severity-{severity.value}"] = (categories[severity.value], pattern)
    for row in styles[CHANGES]["categories"]:
        fills[f"direction-{row['id']}"] = (row["fill"], "solid")
    for name, (holding, pattern) in _MORE_FILLS.items():
        fills[name] = (styles["holdings"][holding]["fill"], pattern)
    return fills


def font_names() -> list[str]:
    """Return the families of fonts for Chinese text, the best first, as maps take them."""
    return list(layout_data()["fonts"])


def _names_of(policy_file: str) -> Policy:
    """Return the policy whose names are shown."""
    try:
        return load_policy(policy_file) if policy_file else default_policy()
    except (InputError, OSError):
        return default_policy()


def _is_told(summary: pd.DataFrame, name: str) -> bool:
    """Return whether a summary has figures of a list; results of earlier versions have no such column."""
    column = f"{name}_mu"
    return column not in summary.columns or bool(summary[column].notna().any())


def _time(provenance: Iterable[tuple[str, str, str]]) -> datetime | None:
    """Return the time of the run; None where it is not recorded."""
    for section, name, value in provenance:
        if (section.split(" ")[-1], name) == ("run", "time"):
            try:
                return datetime.fromisoformat(value).astimezone(BEIJING)
            except ValueError:
                return None
    return None


def _join(
    boxes: dict[tuple[str, str], Box],
    key: tuple[str, str],
    box: Box,
) -> None:
    """Make the box of a key hold another box."""
    west, south, east, north = boxes.get(key, box)
    boxes[key] = (min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3]))
