"""Errors that users can correct, collected; and what the system says."""

import errno

import pytest

from farmland_redline.processing.bridge.errors import (
    ErrorCollector,
    InputError,
    damaged_file,
    error_reason,
    free_megabytes,
    is_out_of_memory,
)


def collected(*messages):
    errors = ErrorCollector()
    for message in messages:
        with errors.collect():
            raise InputError(message)
    return errors


def test_all_errors_come_at_once_and_each_once():
    with pytest.raises(InputError) as caught:
        collected("b", "a", "b").check()
    assert str(caught.value) == "b\na"


def test_no_error_and_other_errors():
    collected().check()
    errors = ErrorCollector()
    with pytest.raises(ZeroDivisionError), errors.collect():
        raise ZeroDivisionError
    errors.check()


def caused(error, cause):
    try:
        try:
            raise cause
        except type(cause) as first:
            raise error from first
    except type(error) as made:
        return made


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "x"), True),
        (RuntimeError("std::bad_alloc"), True),
        (caused(InputError("unreadable"), MemoryError()), True),
        (RuntimeError("another"), False),
        (caused(InputError("unreadable"), ValueError("x")), False),
    ],
)
def test_no_memory_is_recognised(error, expected):
    assert is_out_of_memory(error) is expected


def test_free_space_of_folders_that_are_yet_to_come(tmp_path):
    assert abs(free_megabytes(tmp_path / "a" / "b" / "c.gpkg") - free_megabytes(tmp_path)) < 1000
    assert free_megabytes(tmp_path) > 0


def test_reasons(tmp_path):
    assert error_reason(OSError(errno.ENOSPC, "No space left on device")) == "the disk is full"
    assert error_reason(OSError(errno.ENOTTY, "Inappropriate ioctl")) == "Inappropriate ioctl"
    assert error_reason(OSError("only words")) == "only words" and error_reason(ValueError("x")) == "x"
    with pytest.raises(OSError, match="gone") as caught:
        (tmp_path / "gone").read_text()
    assert error_reason(caught.value) == "it does not exist"
    assert "unknown format" in damaged_file(tmp_path, "  ") and "(odd)" in damaged_file(tmp_path, " odd ")
