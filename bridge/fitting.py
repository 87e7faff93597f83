"""Parcels as they stand in a layer, made fit to be divided; QGIS need not be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import pyproj

from .moving import move
from .survey import Survey, standard_fields


@dataclass(frozen=True)
class Fitting:
    """How parcels become fit to be divided: the same for every part of a layer.

    Attributes:
        layer: its name, for messages.
        mapping: standard name -> column, as given by the user.
        survey: the fields, with those of the office's profile.
        crs: the working system.
        transformer: what leads there; None if the layer is there.

    """

    layer: str
    mapping: Mapping[str, str]
    survey: Survey
    crs: pyproj.CRS
    transformer: pyproj.Transformer | None

    def fit(self, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        """Parcels as read under the survey's names, in the working system.

        Raises:
            InputError: as for `standard_fields`.

        """
        geometry = move(frame.geometry.to_numpy(), self.transformer)
        frame = standard_fields(frame, self.layer, self.mapping, self.survey)
        return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(geometry, index=frame.index, crs=self.crs))
