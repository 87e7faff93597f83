"""Small inputs for the algorithms of single measures, and runs of them inside one QGIS.

Land lies on boxes (left, bottom, right, top) in metres beside the central meridian, where an area of the plane is the
national area to the last hundredth. Expected figures stand in the modules, worked out by hand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas
import pandas
import pyogrio
from conftest import ROOT
from shapely import Polygon
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, box

from .survey import CRS, SOUTH, WEST

PARCEL = (
    *("BSM", "DLBM", "TBMJ", "KCXS", "KCMJ", "TBDLMJ", "ZLDWDM", "GDPDJB", "TBXHDM", "ZZSXDM", "GDDB", "BZ", "SJNF"),
)


def placed(shape: Sequence[float] | Polygon) -> MultiPolygon:
    """The place of a box or polygon in metres from the corner of the ground."""
    polygon = shape if isinstance(shape, Polygon) else box(*shape)
    return MultiPolygon([translate(polygon, WEST, SOUTH)])


def parcel(dlbm: str, shape: Sequence[float], ridged: float = 0, code: str = "360202100201", **fields: object) -> dict:
    """A parcel with the area of record of its box and ridges rounded half up, unless a field says otherwise."""
    left, bottom, right, top = shape
    gross = round((right - left) * (top - bottom), 2)
    ridges = int(gross * ridged * 100 + 0.5 + 1e-6) / 100
    row = {
        "DLBM": dlbm,
        "TBMJ": gross,
        "KCXS": ridged,
        "KCMJ": ridges,
        "TBDLMJ": round(gross - ridges, 2),
        "ZLDWDM": f"{code}0000000",
        "SJNF": 2024,
        "geometry": placed(shape),
    }
    return {**row, **fields}


def survey(rows: Sequence[dict]) -> list[dict]:
    """Parcels with an identifier each, and all fields of a survey."""
    named = [{"BSM": f"3602002110{n:08d}", **row} for n, row in enumerate(rows, 1)]
    return [{**dict.fromkeys(PARCEL), **row} for row in named]


def zone(shape: Sequence[float] | Polygon, **fields: object) -> dict:
    """A zone of any role."""
    return {**fields, "geometry": placed(shape)}


def write(folder: Path, **layers: Sequence[dict]) -> dict[str, str]:
    """Write layers, a GeoPackage each; their sources as QGIS takes them, by name."""
    sources = {}
    for name, rows in layers.items():
        coded = [{"BSM": f"36020029{len(name):02d}{n:08d}", **row} for n, row in enumerate(rows, 1)]
        fields = list(dict.fromkeys(key for row in coded for key in row))
        frame = geopandas.GeoDataFrame({key: [row.get(key) for row in coded] for key in fields}, crs=CRS)
        folder.mkdir(parents=True, exist_ok=True)
        pyogrio.write_dataframe(frame, folder / f"{name}.gpkg", layer=name)
        sources[name] = f"{folder / name}.gpkg|layername={name}"
    return sources


def write_table(folder: Path, name: str, headings: str, rows: Sequence[str]) -> str:
    """Write a table of input as CSV, cells parted by blanks and `-` for an empty one."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings.split())
        writer.writerows([["" if cell == "-" else cell for cell in row.split()] for row in rows])
    return str(path)


def write_policy(folder: Path, **options: str) -> str:
    """Write the built-in policy with other choices of some options."""
    text = (ROOT / "resources" / "policy" / "jingdezhen-2024.yaml").read_text(encoding="utf-8")
    for name, value in options.items():
        text, changed = re.subn(rf"(id: {name}, value: )[^,]+", rf"\g<1>{value}", text)
        assert changed == 1, name
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def write_results(folder: Path, **tables: pandas.DataFrame) -> str:
    """Write tables of results without geometry into one GeoPackage."""
    path = folder / "results.gpkg"
    for name, frame in tables.items():
        pyogrio.write_dataframe(frame, path, layer=name, append=path.exists())
    return str(path)


class Answers(dict):
    """The tables of a run by parameter, and its numbers; `log` is what it told."""

    log: str = ""


def run(algorithm: str, folder: Path, outputs: Sequence[str], **parameters: object) -> Answers:
    """Run an algorithm inside this QGIS and read its tables."""
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    import processing

    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: str(folder / f"{name.lower()}.gpkg") for name in outputs}
    feedback = QgsProcessingFeedback(False)
    try:
        done: Mapping[str, object] = processing.run(
            f"farmland_redline:{algorithm}", {**parameters, **paths}, feedback=feedback
        )
    except QgsProcessingException as error:
        raise RuntimeError(f"{error}\n{feedback.textLog()}") from error
    tables = {name: pyogrio.read_dataframe(path, layer=0) for name, path in paths.items()}
    answers = Answers({**done, **tables})
    answers.log = feedback.textLog()
    return answers


def row(table: pandas.DataFrame, **keys: object) -> pandas.Series:
    """The one row of a table with these values; an empty text stands for a null, too."""
    chosen = table
    for name, value in keys.items():
        column = chosen[name].fillna("") if value == "" else chosen[name]
        chosen = chosen[column == value]
    assert len(chosen) == 1, f"{len(chosen)} rows with {keys} in\n{table.to_string(max_rows=40)}"
    return chosen.iloc[0]


def differences(found: pandas.Series, **expected: object) -> dict[str, tuple[object, object]]:
    """What a row says otherwise than expected: None asks for a null or no column, a set for just these of a list."""
    wrong = {}
    for name, want in expected.items():
        have = found.get(name)
        have = None if pandas.isna(have) or have == "" else have
        if want is None or have is None:
            same = have is None and want in (None, set())
        elif isinstance(want, set):
            same = set(str(have).split(";")) == want
        elif isinstance(want, (int, float)) and not isinstance(want, bool):
            same = abs(float(have) - want) < 0.0049
        else:
            same = str(have) == str(want)
        if not same:
            wrong[name] = (have, want)
    return wrong
