"""GeoPackages whose key is a field of the data, by which rows were once missed or refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pyogrio
import pytest

from .conftest import CODE, Case, Office, parcels, zones

FIRST = 360222000000000001


def keyed(office: Office, key: str) -> dict[str, object]:
    """Parcels and zones in GeoPackages whose key is the column BSM, declared as given."""
    ids = [str(FIRST + number) for number in range(10)]
    sources = {
        "PARCELS": (office.write(parcels(BSM=ids), "DLTB"), "DLBM TEXT, TBMJ REAL, TBDLMJ REAL, ZLDWDM TEXT"),
        "PBF": (office.write(zones(BSM=[ids[0]]), "YJJBNTBHTB"), "DLBM TEXT, YJJBNTMJ REAL, ZLDWDM TEXT"),
    }
    for source, columns in sources.values():
        path, layer = source.split("|layername=")
        with closing(sqlite3.connect(path)) as database:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            names = ", ".join(column.split()[0] for column in columns.split(", "))
            create = f"CREATE TABLE {layer} (BSM {key}, geom POLYGON, {columns})"
            insert = f"INSERT INTO {layer} SELECT BSM, geom, {names} FROM old"  # noqa: S608  names of ours
            copy = f"CREATE TEMP TABLE old AS SELECT * FROM {layer}; DROP TABLE {layer}"  # noqa: S608
            database.executescript("; ".join([copy, create, insert, "DELETE FROM gpkg_extensions"]))
            database.commit()
    return {role: source for role, (source, _) in sources.items()}


@pytest.mark.parametrize("key", ["INTEGER PRIMARY KEY", "TEXT PRIMARY KEY"])
def test_a_key_that_is_a_field_of_the_data(case: Case, key):
    """All parcels are there, by their identifiers: 5 of 10 lie half in the zone."""
    given = keyed(case.office, key)
    case.runs(**given)
    pieces = case.office.pieces()
    assert sorted(pieces["BSM"].unique()) == [str(FIRST + number) for number in range(10)]
    assert pieces.groupby("BSM")["area_m2"].sum().round(2).tolist() == [9999.96] * 10
    assert set(pieces["pbf"].dropna()) == {str(FIRST)} and pieces["pbf"].notna().sum() == 5
    assert set(pieces["ZLDWDM"]) == {CODE}
    checked = str(case.office.out / "检查.gpkg")
    case.office.run("check_layers", **given, OUTPUT=checked)
    found = pyogrio.read_dataframe(checked, layer="problems")
    assert not {"missing_bsm", "field_missing"} & set(found[found["feature"] == "BSM"]["kind"])
    measured = str(case.office.out / "面积.gpkg")
    case.office.run("measure_zones", PARCELS=given["PARCELS"], ZONES=given["PBF"], OUTPUT=measured)
    # All land once, 10 × 9999.96 m², and what of it lies in the zone, 5 × 4999.98 m².
    assert pyogrio.read_dataframe(measured)["area_m2"].sum().round(2) == 124_999.5
