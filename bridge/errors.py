"""Errors that a user can mend."""

from __future__ import annotations


class InputError(Exception):
    """Something in the input or the parameters stops the run; the message names it and the remedy."""
