"""The warnings of the last period in the results of an earlier run, which each county's run carries on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ...analysis.summary import PARCELS
from ...analysis.vocabulary import Level
from ...bridge.errors import ErrorCollector, InputError
from ...bridge.i18n import tr
from ...bridge.io.datasets import layer_names
from ...bridge.io.result_reading import read_results_table
from ...reports.case_labels import WARNINGS
from ..report import SUMMARY
from .county import County
from .journal import FAILED
from .run import COUNTIES

_NAMED = 5  # earlier counties that a message names


def with_states(
    counties: Sequence[County],
    folder: Path,
    package: str,
    parameter: str,
    codes: Mapping[str, Collection[str]],
    tell: Callable[[str], None],
) -> list[County]:
    """Return the counties with the warnings of their earlier results as a table that their runs are given.

    A county that could not be run then has none, nor has one without cases; that is told.

    Args:
        counties: of this run.
        folder: output folder of the earlier run.
        package: name of the GeoPackage of results there, of all counties and of each.
        parameter: of a county's run, that takes the warnings.
        codes: of the counties of the parcels, by the counties' folders.
        tell: receives what is not carried on.

    Raises:
        InputError: the folder has no results of such a run; or lists the counties that it does not have, or that are
            other ones there by the codes of their parcels.

    """
    whole = folder / package
    if not whole.is_file() or COUNTIES not in layer_names(whole):
        text = tr("“{folder}” is no output folder of “Run everything for a folder of counties”: it lacks {file}.")
        raise InputError(text.format(folder=folder, file=f"{package} ({COUNTIES})"))
    rows = read_results_table(whole, COUNTIES)
    states = dict(zip(rows["folder"].astype(str), rows["state"].astype(str)))
    found, errors = [], ErrorCollector()
    for county in counties:
        with errors.collect():
            has_state = _has_state(county, states, folder / county.folder / package, codes.get(county.folder, ()), tell)
            table = f"{folder / county.folder / package}|layername={WARNINGS}"
            carried = replace(
                county,
                parameters={**county.parameters, parameter: table},
                files=(*county.files, folder / county.folder / package),
            )
            found.append(carried if has_state else county)
    errors.check()
    return found


def _has_state(
    county: County, states: Mapping[str, str], package: Path, codes: Collection[str], tell: Callable[[str], None]
) -> bool:
    """Return whether earlier results have warnings of a county.

    Raises:
        InputError: they have no such county, or another one of its name.

    """
    if county.folder not in states:
        text = tr(
            "{county}: the earlier results have no county of this name, and its earlier warnings would be lost. They "
            "have: {names}. Name it as then, in a list of counties."
        )
        raise InputError(text.format(county=county.name, names=", ".join(sorted(states)[:_NAMED])))
    if states[county.folder] == FAILED:
        tell(tr("{county}: it could not be run then; its warnings are assessed anew.").format(county=county.name))
        return False
    if not package.is_file():
        text = tr("{county}: “{file}” with its earlier results does not exist.")
        raise InputError(text.format(county=county.name, file=package))
    summary = read_results_table(package, SUMMARY)
    own = summary[(summary["level"] == Level.COUNTY.value) & (summary[PARCELS] > 0)]
    others = sorted(set(codes) - set(own["code"].dropna()))
    if others:
        text = tr(
            "{county}: the earlier results of this name are of {earlier}, and its parcels lie in {codes}. Name it as "
            "then, in a list of counties."
        )
        earlier = ", ".join(sorted(set(own["code"].dropna())))
        raise InputError(text.format(county=county.name, earlier=earlier, codes=", ".join(others)))
    if WARNINGS not in layer_names(package):
        tell(tr("{county}: its earlier results have no warnings to carry on.").format(county=county.name))
        return False
    return True
