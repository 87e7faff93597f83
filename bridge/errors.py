"""Errors that a user can mend, and what happens when the machine has nothing left."""

from __future__ import annotations

import errno

# What GEOS, GDAL and Python say when there is no memory, beside Python's own error for it.
_NO_MEMORY = ("bad_alloc", "can't start new thread", "Out of memory", "out of memory", "Cannot allocate memory")


class InputError(Exception):
    """Something in the input or the parameters stops the run; the message names it and the remedy."""


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one of those that led to it, says that there is no memory left."""
    while error is not None:
        said = str(error)
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if any(words in said for words in _NO_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    return False
