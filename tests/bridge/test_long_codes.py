"""Codes of 18 and 19 digits that a file keeps as numbers: exact, or an error that says what to do."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.reading import frame_of, read_file
from farmland_redline.processing.bridge.io.row_reading import Rows, read_columns, read_rows
from farmland_redline.processing.bridge.survey.field_matching import require_exact

CODES = [360202211000006557, None, 360202211000006559]


@pytest.fixture
def file(tmp_path):
    frame = gpd.GeoDataFrame(
        {"BSM": pd.array(CODES, dtype="Int64")}, geometry=shapely.box([0, 1, 2], 0, [1, 2, 3], 1), crs=4527
    )
    frame.to_file(tmp_path / "a.gpkg", layer="DLTB", engine="pyogrio")
    return tmp_path / "a.gpkg"


def exact(values):
    return [None if pd.isna(value) else int(value) for value in values]


def test_whole_numbers_beside_a_null_keep_their_digits(file):
    assert exact(read_file(file, "DLTB", "pyogrio")["BSM"]) == CODES
    assert exact(read_columns(file, "DLTB", ["BSM"])["BSM"]) == CODES
    assert exact(read_rows(file, "DLTB", ["BSM"], Rows("fid", 1, 3, count=3))["BSM"]) == CODES
    assert exact(read_rows(file, "DLTB", ["BSM"], Rows(numbers=np.array([1, 2])))["BSM"]) == CODES[:2]


def test_features_of_qgis_keep_them_too():
    frame = frame_of([1, 2, 3], [[code, 1.5] for code in CODES], [None] * 3, ["BSM", "TBMJ"])
    assert exact(frame["BSM"]) == CODES and frame["TBMJ"].tolist() == [1.5] * 3


def test_codes_kept_as_real_numbers_are_refused():
    with pytest.raises(InputError, match=r"DLTB.*BSM.*1 codes.*text"):
        require_exact(pd.Series([360202211000006557.0, np.nan, 360202.0]), "DLTB", "BSM")
    # Zeros at the end cannot be lost.
    require_exact(pd.Series([3602022010010000000.0, np.nan]), "DLTB", "ZLDWDM")
