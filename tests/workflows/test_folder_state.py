"""Warnings of an earlier run over many counties: found in each county's own results, or told why they are not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.workflows.folder.county import County
from farmland_redline.processing.workflows.folder.earlier_state import with_states

PACKAGE = "farmland_redline.gpkg"
CODES = {"浮梁": {"360222"}, "乐平": {"360281"}, "昌江": {"360202"}}


def write(path: Path, layer: str, rows: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pyogrio.write_dataframe(pd.DataFrame(rows), path, layer=layer, append=path.exists())


@pytest.fixture
def earlier(tmp_path) -> Path:
    """Fuliang with warnings, Leping without a case, Changjiang that could not be run."""
    folder = tmp_path / "上半年"
    rows = {"county": list(CODES), "folder": list(CODES), "state": ["done", "done", "failed"], "reason": ["", "", "x"]}
    write(folder / PACKAGE, "counties", rows)
    for name in ("浮梁", "乐平"):
        code = next(iter(CODES[name]))
        write(folder / name / PACKAGE, "summary", {"code": [code], "name": [name], "level": ["county"], "parcels": [5]})
    write(folder / "浮梁" / PACKAGE, "warnings", {"code": ["360222"], "period": ["2024H2"], "level": ["general"]})
    return folder


def county(name: str) -> County:
    return County(name, name, Path(name), {"PARCELS": name}, (Path(name) / "DLTB.shp",), ())


def carried(folder: Path, names, codes=CODES) -> tuple[list[County], list[str]]:
    told: list[str] = []
    return with_states([county(name) for name in names], folder, PACKAGE, "STATE", codes, told.append), told


def test_what_has_warnings_is_given_them_and_the_rest_is_told(earlier):
    counties, told = carried(earlier, CODES)
    package = earlier / "浮梁" / PACKAGE
    assert [one.parameters.get("STATE") for one in counties] == [f"{package}|layername=warnings", None, None]
    assert package in counties[0].files, "a change of it is seen"
    assert len(told) == 2 and "乐平" in told[0] and "昌江" in told[1]


def test_every_county_that_does_not_fit_is_named(earlier):
    (earlier / "乐平" / PACKAGE).unlink()
    with pytest.raises(InputError) as error:
        carried(earlier, (*CODES, "珠山"), {**CODES, "浮梁": {"360203"}})
    lines = str(error.value).split("\n")
    assert [line[:2] for line in lines] == ["浮梁", "乐平", "珠山"]
    assert "360203" in lines[0] and PACKAGE in lines[1] and "昌江" in lines[2]


def test_a_folder_of_other_things_is_refused(tmp_path):
    with pytest.raises(InputError, match="no output folder"):
        carried(tmp_path, CODES)
