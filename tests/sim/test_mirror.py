"""Left and right are one leg seen in a mirror: swapping them swaps the results, bit for bit."""

import numpy as np
import pytest

import sim.stroke
from sim.stroke import LegStroke, Stroke
from tests.strategies import seated

UNEVEN = {
    "thigh_mm": (432.0, 428.0),
    "shank_mm": (447.0, 450.0),
    "strength": (0.85, 1.0),
    "cleat_setback_mm": (8.0, 3.0),
    "cleat_outward_mm": (2.0, -1.0),
    "toe_out_deg": (3.0, -2.0),
    "wedge_deg": (2.0, -1.5),
    "sole_stack_mm": (25.0, 29.0),
}


def _ride(swapped: bool, *keys: str) -> Stroke:
    sides = ("right", "left") if swapped else ("left", "right")
    changes = {key: dict(zip(sides, UNEVEN[key], strict=True)) for key in keys}
    return seated(**changes).simulate(activation_dynamics=False)


def _assert_same(a: LegStroke, b: LegStroke) -> None:
    assert np.array_equal(a.crank_torque, b.crank_torque)
    assert np.array_equal(a.joint_moment, b.joint_moment)
    for name in ("activation", "muscle_force", "force_on_foot", "moment_on_foot", "reserve"):
        assert np.array_equal(getattr(a.coordination, name), getattr(b.coordination, name)), name
    for name, values in vars(a.loads).items():
        assert np.array_equal(values, getattr(b.loads, name)), name


@pytest.mark.parametrize("keys", [*((key,) for key in UNEVEN), tuple(UNEVEN)], ids="-".join)
def test_swapping_the_legs_swaps_the_results_exactly(keys):
    once, swapped = _ride(False, *keys), _ride(True, *keys)
    assert not np.array_equal(once.left.crank_torque, once.right.crank_torque)
    _assert_same(once.left, swapped.right)
    _assert_same(once.right, swapped.left)


def test_swapping_with_activation_dynamics_swaps_the_results_exactly():
    once = seated(strength={"left": 0.8, "right": 1.0}).simulate()
    swapped = seated(strength={"left": 1.0, "right": 0.8}).simulate()
    _assert_same(once.left, swapped.right)
    _assert_same(once.right, swapped.left)


@pytest.mark.parametrize("strength", [1.0, {"left": 1.0, "right": 1.0}])
def test_an_even_pair_of_legs_is_solved_once_at_half_the_power(strength, monkeypatch):
    asked = []
    solve = sim.stroke.coordinate

    def remember(legs, power_w, *rest):
        asked.append((len(legs), power_w))
        return solve(legs, power_w, *rest)

    monkeypatch.setattr(sim.stroke, "coordinate", remember)
    stroke = seated(strength=strength, power_w=240.0).simulate(activation_dynamics=False)
    assert asked == [(1, 120.0)]
    assert stroke.left is stroke.right


def test_two_nearly_even_legs_solved_together_pedal_like_an_even_pair():
    even = seated().simulate(activation_dynamics=False)
    nearly = seated(strength={"left": 1.0, "right": 1.0 + 1e-9}).simulate(activation_dynamics=False)
    peak = even.right.crank_torque.max()
    for leg in nearly.legs.values():
        assert np.abs(leg.crank_torque - even.right.crank_torque).max() < 1e-3 * peak


def test_the_weaker_leg_delivers_less_power():
    stroke = _ride(False, "strength")
    assert stroke.left.crank_torque.mean() < stroke.right.crank_torque.mean()
