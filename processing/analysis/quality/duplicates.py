"""Values that occur more than once in a layer of any length, remembered by eight bytes each."""

from __future__ import annotations

import numpy as np
import pandas as pd


class DuplicateFinder:
    """Find the values that were added more than once, chunk by chunk.

    Values are remembered by a hash: `are_repeated` may, once in many billions, also name one that was not. Who reports
    duplicates compares the values themselves.

    >>> finder = DuplicateFinder()
    >>> finder.add(pd.Series(["a", "b", None]))
    >>> finder.add(pd.Series(["b", None]))
    >>> finder.are_repeated(pd.Series(["a", "b", None])).tolist(), finder.any()
    ([False, True, False], True)
    """

    def __init__(self) -> None:
        self._added: list[np.ndarray] = []
        self._repeated: np.ndarray | None = None

    def add(self, values: pd.Series) -> None:
        """Add values; nulls are no values. Nothing is added after the first question."""
        self._added.append(_hashes(values.dropna()))

    def are_repeated(self, values: pd.Series) -> np.ndarray:
        """Return whether each value was added more than once (bool); False for nulls."""
        return np.isin(_hashes(values), self._repeated_hashes()) & values.notna().to_numpy()

    def any(self) -> bool:
        """Return whether any value was added more than once."""
        return bool(len(self._repeated_hashes()))

    def _repeated_hashes(self) -> np.ndarray:
        """Return the hashes that occur more than once, sorted (uint64)."""
        if self._repeated is None:
            every = np.sort(np.concatenate([np.zeros(0, np.uint64), *self._added]))
            self._repeated = np.unique(every[1:][every[1:] == every[:-1]])
            self._added = []
        return self._repeated


def _hashes(values: pd.Series) -> np.ndarray:
    """Return a hash of each value (uint64)."""
    return pd.util.hash_array(values.to_numpy(dtype=object))
