"""What stands on a county's map beside its layers: the PBF line, names of places, numbers of parcels."""

from __future__ import annotations

import geopandas
import pytest
from shapely.geometry import Point, Polygon, box

from farmland_redline.processing.reports.labels import Translate
from farmland_redline.processing.reports.maps import county_contents
from farmland_redline.processing.reports.maps.county_contents import parcel_numbers, pbf_line, pbf_parts, place_points
from farmland_redline.processing.reports.maps.county_texts import number_rows
from farmland_redline.processing.reports.maps.layout.settings import layout_data

COUNTY, SIDE = "360202", 100.0


def english(text: str, *_: object) -> str:
    return text


def frame(rows: list[dict]) -> geopandas.GeoDataFrame:
    """Squares of 100 m in a row from the west, or the geometry that a row gives."""
    shapes = [row.pop("shape", box(n * SIDE, 0, (n + 1) * SIDE, SIDE)) for n, row in enumerate(rows)]
    common = {"county": COUNTY, "township": f"{COUNTY}001", "village": f"{COUNTY}001001", "pbf": None, "TBBH": None}
    return geopandas.GeoDataFrame([{**common, **row} for row in rows], geometry=shapes, crs="EPSG:4527")


def findings(pieces: geopandas.GeoDataFrame, severities: dict[str, str]) -> geopandas.GeoDataFrame:
    own = pieces[pieces["BSM"].isin(list(severities))].copy()
    return own.assign(severity=own["BSM"].map(severities))


def test_the_pbf_line_is_the_outline_of_what_lies_in_pbf():
    pieces = frame([{"BSM": "1", "pbf": "P1"}, {"BSM": "2", "pbf": "P2"}, {"BSM": "3"}])
    (line,) = pbf_line(pbf_parts(pieces)).decode()
    assert line.equals(box(0, 0, 2 * SIDE, SIDE))
    assert len(pbf_line(pbf_parts(pieces[pieces["pbf"].isna()])).decode()) == 0
    assert len(pbf_line(pbf_parts(pieces.drop(columns="pbf"))).decode()) == 0  # no PBF layer was given


def test_the_line_that_fails_costs_the_other_counties_nothing(monkeypatch):
    """An error of one county's line comes with its contents, where its map is tried."""
    pieces = frame([{"BSM": "1", "pbf": "P1"}, {"BSM": "2", "pbf": "P2", "county": "360222"}])
    joined = county_contents.dissolve

    def fails(parts, *given, **options):
        if parts[0].bounds[0] < 0:  # drawn out, the first county's begins west of 0
            raise ValueError("no union")
        return joined(parts, *given, **options)

    monkeypatch.setattr(county_contents, "dissolve", fails)
    lines = list(county_contents.pbf_lines(pieces, [COUNTY, "360222"]))
    with pytest.raises(ValueError, match="no union"):
        county_contents.county_contents({}, COUNTY, lines[0])
    (line,) = lines[1].decode()
    assert line.equals(box(SIDE, 0, 2 * SIDE, SIDE))


def test_extents_of_counties_are_those_of_their_pieces():
    nowhere = {"BSM": "4", "county": "360281", "shape": None}
    pieces = frame([{"BSM": "1"}, {"BSM": "2", "county": "360222"}, {"BSM": "3"}, nowhere])
    assert county_contents.county_extents(pieces) == {
        COUNTY: (0, 0, 3 * SIDE, SIDE),
        "360222": (SIDE, 0, 2 * SIDE, SIDE),
    }


def test_a_field_path_does_not_part_the_pbf_line_on_a_large_map():
    """A path of 2 m between fields in a county of 10 km: 0.06 mm on paper."""
    far = box(10_000, 0, 10_100, 100)
    shapes = [box(0, 0, 500, 500), box(502, 0, 1000, 500), far]
    pieces = frame([{"BSM": str(n), "pbf": "P" if n < 2 else None, "shape": shape} for n, shape in enumerate(shapes)])
    (line,) = pbf_line(pbf_parts(pieces)).decode()
    assert line.geom_type == "Polygon" and line.area == pytest.approx(1000 * 500, rel=0.001)


def test_a_place_is_named_on_its_own_land():
    """The middle of an L lies outside of it."""
    angle = Polygon([(0, 0), (1000, 0), (1000, 10), (10, 10), (10, 1000), (0, 1000)])
    other = box(400, 400, 600, 600)
    pieces = frame([{"BSM": "1", "shape": angle}, {"BSM": "2", "village": f"{COUNTY}001002", "shape": other}])
    places = {place.code: place for place in place_points(pieces)}
    assert set(places) == {f"{COUNTY}001", f"{COUNTY}001001", f"{COUNTY}001002"}
    assert angle.contains(Point(places[f"{COUNTY}001001"].x, places[f"{COUNTY}001001"].y))
    assert other.contains(Point(places[f"{COUNTY}001002"].x, places[f"{COUNTY}001002"].y))


def test_the_most_severe_comes_first_and_each_parcel_once():
    pieces = frame([{"BSM": f"36020221100000000{n}", "TBBH": str(n)} for n in range(1, 5)])
    conflicts = findings(pieces, {"360202211000000002": "1", "360202211000000003": "3"})
    candidates = findings(pieces, {"360202211000000003": "1", "360202211000000004": "1"})
    candidates = candidates.rename(columns={"severity": "tier"}).assign(excluded=None)
    numbers = parcel_numbers({"pieces": pieces, "conflicts": conflicts, "candidates": candidates})
    assert numbers.texts == ("3", "2", "4", "1")
    assert numbers.kinds == ("conflicts", "conflicts", "candidates", "pieces")
    assert numbers.counts == {"conflicts": 2, "candidates": 1, "pieces": 1} and numbers.own


def test_the_end_of_the_id_stands_for_a_missing_number():
    pieces = frame([{"BSM": "360202211000000017", "TBBH": " "}, {"BSM": "360202211000000018", "TBBH": "8"}])
    none = findings(pieces, {})
    numbers = parcel_numbers({"pieces": pieces, "conflicts": none, "candidates": none.assign(tier=None)})
    assert set(numbers.texts) == {"000017", "8"} and not numbers.own


def test_parcels_that_are_too_many_are_counted_and_not_numbered():
    most = layout_data()["numbers"]["most"]
    pieces = frame([{"BSM": f"{n:018d}", "TBBH": str(n)} for n in range(most + 1)])
    none = findings(pieces, {})
    numbers = parcel_numbers({"pieces": pieces, "conflicts": none, "candidates": none.assign(tier=None)})
    assert numbers.texts == () and numbers.counts["pieces"] == most + 1


def test_the_page_says_how_many_parcels_have_their_number():
    pieces = frame([{"BSM": f"{n:018d}", "TBBH": str(n)} for n in range(3)])
    conflicts = findings(pieces, {f"{n:018d}": "3" for n in range(3)})
    none = findings(pieces, {}).assign(tier=None)
    numbers = parcel_numbers({"pieces": pieces, "conflicts": conflicts, "candidates": none})
    tr: Translate = english
    rows = number_rows(numbers, {"conflicts": 2, "candidates": 0}, tr)
    assert rows == [
        ("Parcel numbers on the map (TBBH)", None),
        ("Parcels of conflicts, numbered of all", "2 / 3"),
    ]
