"""geopandas.overlay: `frames HOW PARCELS ZONES LAYER [OUTPUT]`; with an output file to file, else in memory."""

from __future__ import annotations

import sys

import geopandas
import shapely

from .protocol import Work, emit


def main(how: str, parcels: str, zones: str, layer: str, output: str = "") -> None:
    """Run and tell."""
    emit(versions={"geopandas": geopandas.__version__, "shapely": shapely.__version__})
    emit(versions_geos=shapely.geos_version_string)

    def read() -> list[geopandas.GeoDataFrame]:
        return [geopandas.read_file(parcels, use_arrow=True), geopandas.read_file(zones, layer=layer, use_arrow=True)]

    if output:
        with Work():
            geopandas.overlay(*read(), how=how).to_file(output, driver="GPKG", engine="pyogrio", use_arrow=True)
        return
    frames = read()
    with Work():
        result = geopandas.overlay(*frames, how=how)
    if how == "identity":
        result = result[result["BSM_2"].notna()]
    emit(rows=len(result), inside=float(result.area.sum()))


if __name__ == "__main__":
    main(*sys.argv[1:])
