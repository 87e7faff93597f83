"""The benchmark of the overlay's stages puts clocks on functions that exist."""

from __future__ import annotations

import importlib
from operator import attrgetter

import pytest

from farmland_redline.benchmarks.workers.overlay_stages import STAGES


@pytest.mark.parametrize(
    "name", [name for names in STAGES.values() for name in names if name.startswith("processing.")]
)
def test_a_clocked_function_exists(name: str) -> None:
    module, _, path = name.partition(":")
    assert callable(attrgetter(path)(importlib.import_module(f"farmland_redline.{module}")))
