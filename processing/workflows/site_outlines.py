"""Alternatives of a project, from layers and files of outlines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyproj

from ..analysis.columns import clean_text
from ..analysis.overlay.roles import Role
from ..analysis.values.kinds import Kind
from ..analysis.values.readers import ValueKind, read_numbers
from ..bridge.errors import ErrorCollector, InputError
from ..bridge.i18n import tr
from ..bridge.io.boundary_points import load_outline_forms, read_boundary_points
from ..bridge.io.drawn_outlines import read_drawn_outlines
from ..bridge.io.outline_layers import OutlineData
from ..bridge.io.reading import LayerData
from ..bridge.survey.field_matching import column_of

SITE = "site"  # the role of outlines
_POINTS, _DRAWING = ".txt", ".dxf"


@dataclass(frozen=True)
class Alternative:
    """One alternative of a project.

    Attributes:
        id: unique among the alternatives.
        project: name of the project; empty where none is given.
        outlines: its plots, with the attributes of the role `site`.
        stated_m2: the surveyed area that it states; None where it states none.

    """

    id: str
    project: str
    outlines: LayerData
    stated_m2: float | None


@dataclass(frozen=True)
class Project:
    """The alternatives of a project.

    Attributes:
        alternatives: at least one.
        problems: what is odd about the files that they come from.

    """

    alternatives: Sequence[Alternative]
    problems: Sequence[pd.DataFrame] = ()


def read_outline_files(
    paths: Sequence[Path], crs: pyproj.CRS | None, drawing_layers: Collection[str]
) -> list[OutlineData]:
    """Read files of outlines by their kinds.

    Args:
        paths: of boundary points (.txt) and drawings (.dxf).
        crs: the system of files whose coordinates do not tell it.
        drawing_layers: of drawings, that are read; all if empty.

    Raises:
        InputError: what is wrong with each file.

    """
    errors, result = ErrorCollector(), []
    for path in paths:
        with errors.collect():
            if path.suffix.lower() == _POINTS:
                result.append(read_boundary_points(path, crs))
            elif path.suffix.lower() == _DRAWING:
                result.append(read_drawn_outlines(path, crs, drawing_layers))
            else:
                raise InputError(
                    tr(
                        "“{file}” is no file of outlines: boundary points (.txt) and drawings (.dxf) are read. Save a "
                        "DWG as DXF; give other files as a layer."
                    ).format(file=path.name)
                )
    errors.check()
    return result


def find_alternatives(
    layers: Sequence[LayerData], files: Sequence[OutlineData], role: Role, defaults: Mapping[str, object]
) -> list[Alternative]:
    """Return the alternatives that outlines stand for.

    The features of a layer are told apart by the number of the alternative (FABH), else by the project's name (XMMC);
    without either the layer is one alternative, as a file always is.

    Args:
        layers: of outlines.
        files: outlines of files.
        role: says which columns hold what is known of an outline.
        defaults: what counts where an outline does not tell, by attribute of the role.

    Raises:
        InputError: there are none, or an outline has no area.

    """
    found = [part for data in layers for part in _split(data)]
    found += [Alternative(data.layer.name, "", data.layer, data.stated_m2) for data in files]
    if not found:
        raise InputError(tr("No outline is given. Choose a layer in “Project outlines”, or files in “Outline files”."))
    taken: set[str] = set()
    result = []
    for alternative in found:
        names = (f"{alternative.id} ({number})" for number in count(2))
        name = alternative.id if alternative.id not in taken else next(n for n in names if n not in taken)
        taken.add(name)
        outlines = replace(
            alternative.outlines, name=name, frame=_completed(alternative.outlines.frame, role, defaults)
        )
        if outlines.frame.geometry.isna().all() or not outlines.frame.geometry.area.sum() > 0:
            raise InputError(tr("Alternative “{site}” has no outline with an area.").format(site=name))
        result.append(replace(alternative, id=name, outlines=outlines))
    return result


def _split(data: LayerData) -> list[Alternative]:
    """Return the alternatives of a layer."""
    columns = load_outline_forms()["columns"]
    frame = data.frame
    project = _texts(frame, columns["project"])
    number = _texts(frame, columns["alternative"])
    several = pd.Series(project).nunique() > 1
    label = np.where(number != "", np.where(several & (project != ""), project + " " + number, number), project)
    label = np.where(label == "", data.name, label)
    stated = column_of(frame.columns, columns["stated_area_m2"])
    result = []
    for name in dict.fromkeys(label.tolist()):
        rows = label == name
        area = None
        if stated is not None:
            values = read_numbers(frame.loc[rows, stated], ValueKind(Kind.NUMBER)).values
            area = float(values.sum()) if np.isfinite(values).all() else None
        result.append(Alternative(name, project[rows][0], replace(data, frame=frame[rows]), area))
    return result


def _texts(frame: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Return a column as texts (object, n); "" where there is none."""
    column = column_of(frame.columns, names)
    if column is None:
        return np.full(len(frame), "", dtype=object)
    return clean_text(frame[column]).fillna("").to_numpy(dtype=object)


def _completed(frame: geopandas.GeoDataFrame, role: Role, defaults: Mapping[str, object]) -> geopandas.GeoDataFrame:
    """Return outlines with the defaults where they do not tell."""
    result = frame.copy()
    for name, value in defaults.items():
        if value is None:
            continue
        column = column_of(result.columns, role.columns[name])
        if column is None:
            result[name] = value
        else:
            result[column] = result[column].astype(object).where(result[column].notna(), value)
    return result
