"""Inputs of the check of project sites: outlines and tables; imported when an algorithm runs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pyproj
from qgis.core import QgsProcessingContext

from .analysis.rules.policy import Policy
from .analysis.sites.charges import Rate
from .analysis.sites.figures import Charges, default_depths
from .base_algorithm import RedlineAlgorithm
from .bridge.crs.stated_systems import to_pyproj
from .bridge.io.provenance import Provenance
from .bridge.io.reading import read_source
from .bridge.io.sources import Parameters
from .bridge.progress import FeedbackProgress
from .bridge.survey.schema import Survey
from .parameter_values import read_input_table, read_optional_number
from .parameters import (
    BREAKS_LAYER,
    DEPTHS,
    DRAWING_LAYERS,
    FACILITY,
    OUTLINE_CRS,
    OUTLINE_FILES,
    PROJECT,
    RATES,
    RESTORABLE,
    SITE_KIND,
    TERM,
)
from .workflows.site_outlines import SITE, Project, find_alternatives, read_outline_files

UNKNOWN = "unknown"
# What a parameter tells of outlines that do not tell it themselves, by attribute of the role.
_ATTRIBUTES = {"XMLX": SITE_KIND, "SSLX": FACILITY, "PHGZC": BREAKS_LAYER, "KFHF": RESTORABLE}


def read_project(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    survey: Survey,
    provenance: Provenance,
    progress: FeedbackProgress,
) -> Project:
    """Read the outlines that were given as a layer and as files.

    Raises:
        InputError: an outline cannot be read, or there is none.

    """
    layers = []
    for source in algorithm.sources[PROJECT]:
        layers.append(read_source(source, progress, leave_out=survey.personal))
        provenance.add_input(PROJECT, layers[-1], source.provider)
    given = algorithm.parameterAsCrs(parameters, OUTLINE_CRS, context)
    warn = progress.feedback.pushWarning
    crs: pyproj.CRS | None = to_pyproj(given, OUTLINE_CRS, warn) if given.isValid() else None
    paths = [Path(text) for text in algorithm.parameterAsFileList(parameters, OUTLINE_FILES, context) if text]
    text = algorithm.parameterAsString(parameters, DRAWING_LAYERS, context)
    drawn = [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]
    files = read_outline_files(paths, crs, drawn)
    for number, path in enumerate(paths, 1):
        provenance.add_file(f"{OUTLINE_FILES}.{number}", path)
    defaults: dict[str, object] = {
        key: None if (value := algorithm.parameterAsEnumString(parameters, name, context)) == UNKNOWN else value
        for key, name in _ATTRIBUTES.items()
    }
    defaults["QX"] = read_optional_number(algorithm, parameters, context, TERM)
    alternatives = find_alternatives(layers, files, survey.roles[SITE], defaults)
    return Project(alternatives, [table for data in files for table in data.problems])


def read_charges(
    algorithm: RedlineAlgorithm, policy: Policy, progress: FeedbackProgress, provenance: Provenance
) -> Charges:
    """Read rates and depths; the policy's depths count where the table has none.

    Raises:
        InputError: listing every mistake in the tables.

    """
    rates = read_input_table(algorithm, RATES, "rates", policy, progress, provenance)
    depths = read_input_table(algorithm, DEPTHS, "depths", policy, progress, provenance)
    return Charges(
        () if rates is None else _rates(rates.frame),
        (*(() if depths is None else _depths(depths.frame)), *default_depths(policy)),
    )


def _rates(frame: pd.DataFrame) -> Sequence[Rate]:
    """Return the rows of the table of rates, in yuan a m²."""
    return [
        (Rate.per_mu if row.per == "mu" else Rate)(
            Fraction(str(row.rate)),
            _text(row.unit),
            _text(row.land_class),
            None if pd.isna(row.grade) else int(row.grade),
        )
        for row in frame.itertuples()
    ]


def _depths(frame: pd.DataFrame) -> Sequence[Rate]:
    """Return the rows of the table of depths, in metres."""
    return [Rate(Fraction(str(row.depth)), _text(row.unit), _text(row.land_class)) for row in frame.itertuples()]


def _text(value: object) -> str:
    """Return a value as text; "" where there is none."""
    return "" if pd.isna(value) else str(value)
