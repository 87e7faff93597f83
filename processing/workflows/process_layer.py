"""The process layer of a yearly update (DLTBGXGC) in the place of both surveys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ..analysis.changes.process import ProcessColumns, Ridge, check_process, split_process
from ..analysis.rules.policy import SurveyClasses
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.reading import LayerData
from ..bridge.paths import SURVEY
from ..bridge.survey.field_matching import match_fields
from ..bridge.survey.schema import Survey
from ..bridge.yaml_files import load_data

_FILE = SURVEY / "process_layer.yaml"


def load_process_columns() -> tuple[ProcessColumns, tuple[str, ...]]:
    """Return what the columns of a process layer mean, and which a row needs."""
    data = load_data(_FILE)
    boundary, marks = data["boundary"], data["restorable"]
    columns = ProcessColumns(
        data["later"],
        data["earlier"],
        boundary["column"],
        boundary["only_later"],
        boundary["only_earlier"],
        data["parcel_before"],
        [Ridge(row["area"], row["ratio"], row["net"], row["class"]) for row in data["ridges"]],
        marks["before"],
        marks["after"],
        marks["words"],
    )
    return columns, tuple(data["needed"])


def split_process_layer(data: LayerData) -> tuple[LayerData, LayerData]:
    """Return the parcels after and before as layers under the survey's field names.

    Raises:
        InputError: naming all columns that the layer lacks.

    """
    columns, needed = load_process_columns()
    missing = [name for name in needed if name not in data.frame]
    if missing:
        text = tr(
            "Layer “{layer}” is no process layer (DLTBGXGC): it lacks {columns}. Give the layer as the update's "
            "package has it, or both surveys instead."
        )
        raise InputError(text.format(layer=data.name, columns=", ".join(missing)))
    after, before = split_process(data.frame, columns)
    if not len(after):
        text = tr("Layer “{layer}” has no row with a parcel after the update.")
        raise InputError(text.format(layer=data.name))
    # Of no file: two layers of one file would be taken for the same one.
    return replace(data, frame=after, path=None), replace(data, name=f"{data.name} (BGQ)", frame=before, path=None)


def check_process_layer(
    data: LayerData, earlier: Sequence[LayerData], survey: Survey, classes: SurveyClasses
) -> list[pd.DataFrame]:
    """Return what is wrong with a process layer; its sums are compared with the earlier survey, where that is given."""
    cultivated = frozenset(classes.codes("cultivated"))
    recorded: dict[str, float] = {}
    for layer in earlier:
        found = match_fields(layer.columns, layer.name, {}, survey)
        if {"BSM", "TBMJ"} <= set(found):
            area = pd.to_numeric(layer.frame[found["TBMJ"][0]], errors="coerce")
            recorded |= dict(zip(layer.frame[found["BSM"][0]].astype(str), area.fillna(0.0)))

    def is_cultivated(codes: np.ndarray) -> np.ndarray:
        """Return which classes are cultivated."""
        return np.isin(codes.astype(str), list(cultivated))

    return check_process(data.frame, data.name, load_process_columns()[0], is_cultivated, recorded)
