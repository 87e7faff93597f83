"""What waits of each county for the sums is little, and gives the results of all its rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from farmland_redline.processing.bridge.io.table_parts import TableParts
from farmland_redline.processing.bridge.io.writing import write_layers
from farmland_redline.processing.bridge.progress import FeedbackProgress
from farmland_redline.processing.workflows.folder.county_rows import one_after_another, own_rows
from farmland_redline.processing.workflows.folder.long_tables import LongTable, merge_long_tables

pytestmark = pytest.mark.usefixtures("qgis")
NAME = "reserve_pieces"
COUNTIES = ("360202", "360203", "360222")
ROWS = 3000


class Silent:
    """Feedback of nobody."""

    def setProgress(self, percent: float) -> None:
        pass

    def isCanceled(self) -> bool:
        return False


def pieces(code: str) -> pd.DataFrame:
    """Pieces of a county and, at their end, one of its neighbour."""
    numbers = np.arange(ROWS)
    return pd.DataFrame(
        {
            "reserve_piece_id": [f"{code}-{number:06d}" for number in numbers],
            "role": "pbf_reserve",
            "zone_id": [f"{code}{number // 50:04d}" for number in numbers],
            "area_m2": numbers + 0.25,
            # Whole numbers in one county only, nothing in another.
            "SJNF": {"360202": numbers, "360203": numbers + 0.5, "360222": np.nan}[code],
            "county": [code] * (ROWS - 1) + ["360281"],
            "BZ": [None] * (ROWS - 2) + ["late"] * 2 if code == "360203" else None,
            **({"added": "a"} if code == "360222" else {}),
        }
    )


@pytest.fixture
def packages(tmp_path) -> dict[str, Path]:
    places = {code: tmp_path / f"{code}.gpkg" for code in COUNTIES}
    for code, path in places.items():
        write_layers(path, {NAME: pieces(code)}, FeedbackProgress(Silent()))
    return places


def test_a_long_table_is_written_as_all_its_rows_at_once(packages, tmp_path):
    tables = {code: LongTable.read(path, NAME, frozenset({code})) for code, path in packages.items()}
    parts = merge_long_tables([{NAME: table} for table in tables.values()])[NAME]
    assert isinstance(parts, TableParts) and len(parts) == len(COUNTIES) * (ROWS - 1)
    at_once = one_after_another([table.rows() for table in tables.values()])
    assert parts.types.dtypes.to_dict() == at_once.dtypes.to_dict()
    written = {"parts": parts, "at once": at_once}
    for name, table in written.items():
        (tmp_path / name).mkdir()
        write_layers(tmp_path / name / "all.gpkg", {NAME: table}, FeedbackProgress(Silent()))
    first, second = ((tmp_path / name / "all.gpkg").read_bytes() for name in written)
    assert first == second


def test_few_rows_of_a_long_table_wait(packages):
    for code, path in packages.items():
        table = LongTable.read(path, NAME, frozenset({code}))
        assert table.count == ROWS - 1
        assert len(table.samples) <= len(table.samples.columns) and len(table.samples) <= 2
        pd.testing.assert_series_equal(table.samples.notna().any(), table.rows().notna().any())


def test_a_table_without_rows_keeps_its_columns(packages, tmp_path):
    table = LongTable.read(packages["360202"], NAME, frozenset({"360281"}))
    none = LongTable.read(packages["360203"], NAME, frozenset())
    assert (table.count, none.count) == (1, 0)
    both, empty = (merge_long_tables([{NAME: part} for part in parts])[NAME] for parts in ((none, table), (none,)))
    assert (len(both), len(empty)) == (1, 0)
    for part in (both, empty):
        (frame,) = [pd.concat(list(part.frames()), ignore_index=True)]
        assert list(frame.columns) == list(pieces("360202").columns) and len(frame) == len(part)


def test_rows_of_other_counties_stay_out():
    rows = own_rows(pieces("360202"), {"360202"})
    assert set(rows["county"]) == {"360202"}
