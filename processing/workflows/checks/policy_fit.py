"""Whether a policy is for the units of the parcels and of earlier results: seen from codes, before the computing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ...analysis.rules.policy import Policy
from ...analysis.values.unit_codes import CITY_DIGITS, COUNTY_DIGITS, read_unit_codes
from ...analysis.vocabulary import UnitSource
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.survey.field_matching import match_fields, unit_columns
from ..overlay.settings import Layers, OverlaySettings

_CODE = "ZLDWDM"
_NAMED = 5  # units that a message names; of more, the first ones


def fit_policy_to_layers(
    policy: Policy, layers: Layers, settings: OverlaySettings, asked: bool, warn: Callable[[str], None]
) -> Policy:
    """Return the policy for the layers of an overlay; see `fit_policy`.

    Args:
        policy: targets and rules.
        layers: parcels with the fields that are read first, and units, which decide where boundaries do.
        settings: of the overlay.
        asked: whether the user gave the policy or its targets.
        warn: receives what `fit_policy` tells.

    """
    survey, found = layers.survey, []
    if settings.unit_source == UnitSource.BOUNDARY:
        for data in layers.units:
            found.append(data.frame[unit_columns(data.frame.columns, data.name, survey)[0]].astype(object))
    else:
        for layer in layers.parcels.layers:
            column = match_fields(layer.columns, layer.name, settings.field_mapping, survey)[_CODE][0]
            found.append(layer.fields[column].astype(object))
    codes = pd.concat(found, ignore_index=True) if found else pd.Series(dtype=object)
    return fit_policy(policy, codes, asked, warn)


def fit_policy(policy: Policy, codes: Sequence[object] | pd.Series, asked: bool, warn: Callable[[str], None]) -> Policy:
    """Return the policy for parcels, without targets where the built-in one names none of their units.

    Args:
        policy: targets and rules.
        codes: of the units of the parcels (n,), of six digits or more; what cannot be read is left out.
        asked: whether the user gave the policy or its targets.
        warn: receives how many parcels lie elsewhere, and that there are no targets.

    Raises:
        InputError: the user asked for these targets, and no parcel's code is in the policy.

    """
    read = read_unit_codes(codes)
    known = pd.Series(read.values[~read.unreadable], dtype=object).dropna()
    counties = known.str[:COUNTY_DIGITS].value_counts()
    if not policy.units or counties.empty:
        return policy
    own = {unit.code for unit in policy.units}
    cities = tuple(unit.code[:CITY_DIGITS] for unit in policy.cities())
    fits = np.asarray([code in own or code.startswith(cities or ("?",)) for code in counties.index], dtype=bool)
    elsewhere = counties[~fits]
    named = ", ".join(elsewhere.index[:_NAMED]) + (" …" if len(elsewhere) > _NAMED else "")
    if fits.all():
        return policy
    if fits.any():
        text = tr("{count} of {all} parcels lie in units that the policy does not name ({units}). They stand apart.")
        warn(text.format(count=elsewhere.sum(), all=counties.sum(), units=named))
        return policy
    if asked:
        units = ", ".join(f"{unit.name} {unit.code}" for unit in policy.units[:_NAMED])
        text = tr(
            "The policy is for other units: no parcel's code is in it. Parcels: {units}; policy: {policy}. Give the "
            "policy of these units, or none to go on without targets."
        )
        raise InputError(text.format(units=named, policy=units))
    text = tr("No policy was given, and the built-in one is for other units than the parcels' ({units}): no targets.")
    warn(text.format(units=named))
    return replace(policy, units=(), title="", title_en="")


def fit_result_table(
    frame: pd.DataFrame, table: str, layer: str, policy: Policy, warn: Callable[[str], None]
) -> pd.DataFrame:
    """Return a table that another run has made, if any of its units is one of the policy.

    Args:
        frame: as read; it says whose rows are in the column `code`, or says it not.
        table: its name in results.
        layer: the layer's name, for messages.
        policy: whose units are assessed; one that names none takes all.
        warn: receives how many units do not count.

    Raises:
        InputError: the policy names none of them, and nothing of the table would count.

    """
    names = policy.unit_names()
    if not names or "code" not in frame:
        return frame
    told = frame["code"].dropna().astype(str).str[:COUNTY_DIGITS]
    others = sorted(set(told[told != ""]) - set(names))
    if not others:
        return frame
    named = ", ".join(others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
    if not set(told) & set(names):
        text = tr(
            "Layer “{layer}”: the table “{table}” is of other units than the policy: it has {units}, the policy "
            "{policy}. Give the table of these units, or the policy of those."
        )
        policy_units = ", ".join(f"{name} {code}" for code, name in list(names.items())[:_NAMED])
        raise InputError(text.format(layer=layer, table=table, units=named, policy=policy_units))
    text = tr(
        "Layer “{layer}”: the table “{table}” has {count} units that the policy does not name ({units}). They do not "
        "count here."
    )
    warn(text.format(layer=layer, table=table, count=len(others), units=named))
    return frame
