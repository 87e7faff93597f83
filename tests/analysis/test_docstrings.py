"""The examples in the docstrings of the analysis run as they stand, and every public function has one."""

from __future__ import annotations

import doctest
import importlib
import inspect

import numpy as np
import pytest
import rooms

SOURCES = rooms.in_rooms(rooms.read_sources(), rooms.ANALYSIS)
MODULES = [rooms.dotted(name) for name in sorted(SOURCES) if not name.endswith("__init__.py")]
# numpy 2 shows `np.float64(1.0)` where numpy 1 shows `1.0`.
NUMBERS = {"legacy": "1.25"} if np.lib.NumpyVersion(np.__version__) >= "2.0.0" else {}


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    with np.printoptions(**NUMBERS):
        found = doctest.testmod(
            importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
        )
    assert not found.failed


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_an_example(name):
    module = importlib.import_module(name)
    public = [
        function
        for function in vars(module).values()
        if inspect.isfunction(function) and function.__module__ == name and not function.__name__.startswith("_")
    ]
    assert not [function.__name__ for function in public if ">>>" not in (function.__doc__ or "")]
