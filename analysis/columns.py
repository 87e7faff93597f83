"""Columns of the survey beside our own: none takes the name of another."""

from __future__ import annotations

from collections.abc import Iterable


def distinct_names(columns: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """New names for columns that are taken or occur before, upper and lower case alike, as in most files.

    Args:
        columns: names in their order.
        taken: names that come first.

    Returns:
        old -> new name of those that need one: `KIND_2` beside `kind`.

    """
    known = {name.lower() for name in taken}
    renamed = {}
    for column in columns:
        name, number = column, 1
        while name.lower() in known:
            number += 1
            name = f"{column}_{number}"
        known.add(name.lower())
        if name != column:
            renamed[column] = name
    return renamed
