"""One null in every pandas: pandas 3 keeps nan in columns of text where older ones keep None."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

Values = TypeVar("Values", pd.Series, pd.DataFrame)


def with_none(values: Values) -> Values:
    """The same values as objects, None where there is none."""
    return values.astype(object).where(values.notna(), None)
