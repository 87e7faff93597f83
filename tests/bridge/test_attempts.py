"""Outputs that may fail: what fails is told in the user's words, and the rest goes on; who stops a run stops it."""

import errno
import sqlite3

import pytest

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.bridge.attempts import Attempts, insist
from farmland_redline.processing.bridge.errors import InputError

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (InputError("There is no font."), "There is no font."),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EIO, "Input/output error"), "the disk reports an error"),
        (sqlite3.OperationalError("disk I/O error"), "could not be read or written: disk I/O error"),
        (MemoryError(), "not enough memory"),
        (ValueError("cannot convert float NaN to integer\nat line 5"), "ValueError: cannot convert float NaN"),
    ],
)
def test_what_fails_is_told_and_the_rest_goes_on(error, reason):
    told, made = [], []
    attempts = Attempts(told.append)
    for name in ("one", "two", "three"):
        with attempts.attempt(name):
            if name == "two":
                raise error
            made.append(name)
    assert made == ["one", "three"]
    assert [failure.name for failure in attempts.failures] == ["two"] and reason in attempts.failures[0].reason
    assert len(told) == 1 and "two" in told[0] and reason in told[0] and "line 5" not in told[0]


def test_where_nothing_was_made_the_first_error_counts():
    attempts = Attempts(lambda text: None)
    attempts.require([])  # nothing failed: there was nothing to make
    for reason in ("first", "second"):
        with attempts.attempt(reason):
            raise InputError(reason)
    attempts.require(["a file"])
    with pytest.raises(InputError, match="first"):
        attempts.require([])


def test_a_stopped_run_is_no_failure():
    attempts = Attempts(lambda text: None)
    with pytest.raises(Cancelled), attempts.attempt("map"):
        raise Cancelled
    assert not attempts.failures


def test_an_output_that_must_be_made_lets_its_error_pass():
    with pytest.raises(InputError), insist("map"):
        raise InputError("no")
