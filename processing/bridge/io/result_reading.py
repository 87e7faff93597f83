"""Tables and layers of a file of results, read and checked at once: the one way by which results come back.

What an algorithm was given as a layer comes through `sources` and is checked by `result_tables` itself.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from ..survey.personal_data import NONE
from .reading import read_file, read_table
from .result_tables import check_result_table

if TYPE_CHECKING:
    import geopandas
    import pandas as pd


def read_results_table(path: Path, table: str, leave_out: Container[str] = NONE) -> pd.DataFrame:
    """Read a table of results without its geometry and without the columns in `leave_out`.

    Raises:
        InputError: the file is damaged.
        ResultTableError: the table is not as an algorithm writes it.

    """
    return check_result_table(read_table(path, table, leave_out), table, f"{path.name}: {table}", left_out=leave_out)


def read_results_layer(path: Path, layer: str) -> geopandas.GeoDataFrame:
    """Read a layer of results with its geometry; errors as in `read_results_table`."""
    return check_result_table(read_file(path, layer), layer, f"{path.name}: {layer}")
