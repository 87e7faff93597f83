"""Where each finding lies, as longitude and latitude that a phone or a hand-held receiver takes."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd
import shapely

LONGITUDE, LATITUDE = "centre_lon", "centre_lat"
_GEOGRAPHIC = "EPSG:4490"  # CGCS2000, degrees


def with_centre_points(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a list without geometry, with the longitude and latitude (CGCS2000, degrees) of each row's centre.

    The centre is the centroid, or a point inside where the centroid lies outside the shape. A frame without geometry,
    or without a coordinate system, gets no such columns.
    """
    plain = pd.DataFrame(frame.drop(columns="geometry") if "geometry" in frame else frame)
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.crs is None:
        return plain
    shapes = frame.geometry.to_numpy()
    centres = shapely.centroid(shapes)
    outside = ~shapely.is_missing(centres) & ~shapely.contains(shapes, centres)
    centres[outside] = shapely.point_on_surface(shapes[outside])
    places = geopandas.GeoSeries(centres, crs=frame.crs, index=frame.index).to_crs(_GEOGRAPHIC)
    coordinates = np.column_stack([shapely.get_x(places.to_numpy()), shapely.get_y(places.to_numpy())])
    return plain.assign(**{LONGITUDE: coordinates[:, 0], LATITUDE: coordinates[:, 1]})
