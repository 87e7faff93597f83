"""Writing of layers: one GeoPackage, fixed order and dates, so the same seed makes the same bytes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

CRS = "EPSG:4527"
STAMP = "2025-01-01T00:00:00.000Z"


class GeoPackage:
    """A GeoPackage under construction; layers are added in the order of the calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.unlink(missing_ok=True)

    def add(self, name: str, frame: pd.DataFrame, geometry: object, title: str, kind: str = "Polygon") -> None:
        """Append a layer; text columns that are empty throughout stay text."""
        table = frame.reset_index(drop=True)
        for column in table.columns:
            if table[column].dtype == object and table[column].isna().all():
                table[column] = table[column].astype("string")
        layer = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(geometry, crs=CRS))
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP, "OGR_SQLITE_SYNCHRONOUS": "OFF"})
        try:
            pyogrio.write_dataframe(
                layer,
                self.path,
                layer=name,
                driver="GPKG",
                geometry_type=kind,
                promote_to_multi=kind.startswith("Multi"),
                append=self.path.exists(),
                layer_options={"DESCRIPTION": title, "IDENTIFIER": name},
            )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None, "OGR_SQLITE_SYNCHRONOUS": None})

    def close(self) -> None:
        """Rewrite the file compactly, so free pages hold no traces of the order of writing."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("VACUUM")
