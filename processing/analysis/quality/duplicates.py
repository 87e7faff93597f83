"""Values that occur more than once in a layer of any length, remembered by eight bytes each."""

from __future__ import annotations

import numpy as np
import pandas as pd


class DuplicateFinder:
    """Values as chunks bring them; afterwards, which of them were repeated.

    Values are remembered by a hash, so that `are_repeated` may, once in many billions, also name one that was not:
    who tells of repeats compares the values themselves.
    """

    def __init__(self) -> None:
        self._seen: list[np.ndarray] = []
        self._repeated: np.ndarray | None = None

    def add(self, values: pd.Series) -> None:
        """Add values; nulls are none."""
        self._seen.append(_hashes(values.dropna()))

    def are_repeated(self, values: pd.Series) -> np.ndarray:
        """Whether values were added more than once (bool); nulls were not."""
        if self._repeated is None:
            every = np.sort(np.concatenate(self._seen)) if self._seen else np.zeros(0, np.uint64)
            self._repeated = np.unique(every[1:][every[1:] == every[:-1]])
            self._seen = []
        found = np.isin(_hashes(values), self._repeated)
        return found & values.notna().to_numpy()

    def any(self) -> bool:
        """Whether any value was added more than once."""
        self.are_repeated(pd.Series([], dtype=object))
        return bool(len(self._repeated))


def _hashes(values: pd.Series) -> np.ndarray:
    return pd.util.hash_array(values.to_numpy(dtype=object))
