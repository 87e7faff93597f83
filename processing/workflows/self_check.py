"""The tables of results from which the self-check of the assessment is filled in (measure 33)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..analysis.measures.self_check import tables_read
from ..analysis.rules.policy import Policy
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.datasets import layer_names
from ..bridge.io.provenance import Provenance, read_provenance
from ..bridge.io.reading import read_table_source
from ..bridge.io.result_files import require_layers
from ..bridge.io.result_reading import read_results_table
from ..bridge.io.result_tables import check_result_table
from ..bridge.io.sources import Source
from ..bridge.progress import FeedbackProgress
from .report import SUMMARY


def read_result_tables(
    package: str, further: Sequence[Source], policy: Policy, provenance: Provenance, progress: FeedbackProgress
) -> dict[str, pd.DataFrame]:
    """Return the tables that lines of the policy read, by their names; those that are not there are left out.

    Args:
        package: the GeoPackage of a run's results.
        further: outputs of single algorithms; the layer's name, or that of its file, says which table it is.
        policy: its lines name the tables.
        provenance: receives what was read.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: the file is no results of a run, or a further table is none that a line reads.

    """
    path = Path(package)
    require_layers(path, (SUMMARY,))
    wanted = tables_read(policy)
    there = sorted(wanted & set(layer_names(path)))
    tables = {}
    for number, name in enumerate(there):
        progress.set(number / max(1, len(there)))
        tables[name] = read_results_table(path, name)
    provenance.add_file("PACKAGE", path)
    provenance.extend(read_provenance(path))
    for source in further:
        data = read_table_source(source, progress)
        names = [name for name in (data.name, Path(data.path).stem if data.path else "") if name in wanted]
        if not names:
            text = tr("Layer “{layer}” is no table that the self-check reads. It reads: {tables}. Rename the layer.")
            raise InputError(text.format(layer=data.name, tables=", ".join(sorted(wanted))))
        tables[names[0]] = check_result_table(data.frame, names[0], data.name)
        provenance.add_input(f"TABLES.{names[0]}", data, source.provider)
    return tables
