"""Whether targets are for the units of the parcels, before anything is computed."""

import pytest

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.workflows.checks.policy_fit import fit_policy

POLICY = load_policy()
OWN, OTHER = "3602221012010000000", "4301211012010000000"


def fit(codes, asked=True):
    """The policy that a run goes on with, and what is told."""
    told = []
    return fit_policy(POLICY, codes, asked, told.append), told


@pytest.mark.parametrize("codes", [[OWN], [360222], ["360222 "], [None, OWN], [], [None, "浮梁"], ["360299"]])
def test_parcels_of_the_policy_units_pass_in_silence(codes):
    assert fit(codes) == (POLICY, [])


def test_a_minority_from_elsewhere_is_counted():
    policy, (line,) = fit([OWN, OWN, OTHER, "430102"])
    assert policy == POLICY
    assert "2 of 4 parcels" in line and "430102" in line and "430121" in line


def test_targets_of_another_city_are_an_error_that_names_both():
    with pytest.raises(InputError) as caught:
        fit([OTHER, OTHER])
    assert "430121" in str(caught.value) and "景德镇市 360200" in str(caught.value)


def test_nobody_asked_for_the_built_in_targets():
    policy, (line,) = fit([OTHER], asked=False)
    assert policy.units == () and policy.title == "" and policy.candidates == POLICY.candidates
    assert "no targets" in line and "430121" in line
