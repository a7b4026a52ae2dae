"""What riders argue about, computed: `python examples/riders_questions.py [SETUP.toml]` prints tables.

Kicking over the top and pulling through the bottom, dropping the heel, a lower torso, a higher or
lower saddle, and who lifts the leg. Techniques are those of `pedalfit technique`. `docs/questions.md`
reads the tables of the turbo rider.
"""

import sys
from pathlib import Path

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up, with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import TECHNIQUES
from rider_models.errors import PedalfitError
from rider_models.muscle_groups import COACHED_GROUPS
from sim.leg_power import leg_power
from sim.pedalling_metrics import stroke_metrics
from sim.stroke import Stroke
from sim.work_sectors import SECTORS, share_of_mean_power

ASKED = ("as_ever", "kick_over_top", "pull_through_bottom", "kick_and_pull", "pull")
FIGURES = {
    "dead-centre size, %": ("dead_centre_size_pct", 0),
    "dead spot, deg": ("dead_spot_width_deg", 0),
    "effectiveness, %": ("torque_effectiveness_pct", 0),
    "hip work, %": ("hip_work_share_pct", 0),
    "knee work, %": ("knee_work_share_pct", 0),
    "ankle work, %": ("ankle_work_share_pct", 0),
    "hip flexed to, deg": ("hip_flexion_max_deg", 0),
    "knee stretched to, deg": ("knee_flexion_min_deg", 0),
    "patellofemoral peak, N": ("patellofemoral_force_peak_n", 0),
    "tibiofemoral peak, N": ("tibiofemoral_compression_peak_n", 0),
    "hip contact peak, N": ("hip_contact_force_peak_n", 0),
    "Achilles peak, N": ("achilles_tendon_force_peak_n", 0),
    "muscle effort, %": ("muscle_effort_pct", 0),
}


def ridden(set_up: SetUp, **values: float | str) -> Stroke | None:
    """The stroke of a set-up with some keys changed; None where it cannot be ridden."""
    try:
        return seat_rider(with_changes(set_up, values)).simulate()
    except PedalfitError:
        return None


def figures(stroke: Stroke, usual_effort: float) -> dict[str, float]:
    """The metrics of a stroke, and its muscle effort in percent of the usual one."""
    metrics = stroke_metrics(stroke)
    return metrics | {"muscle_effort_pct": 100 * metrics["muscle_effort"] / usual_effort}


def print_table(title: str, strokes: dict[str, Stroke | None], usual_effort: float) -> None:
    """Figures down, strokes across; muscle effort against that of the set-up as it is."""
    found = {name: figures(s, usual_effort) if s else None for name, s in strokes.items()}
    print(f"\n### {title}\n\n| | {' | '.join(found)} |\n| --- |{' --: |' * len(found)}")
    for label, (key, digits) in FIGURES.items():
        cells = [f"{m[key]:.{digits}f}" if m else "not ridden" for m in found.values()]
        print(f"| {label} | {' | '.join(cells)} |")


def print_work(stroke: Stroke) -> None:
    """Mean power (W) of muscle groups by parts of the crank circle, one leg."""
    power = leg_power(stroke.right)
    arcs = [sector.arc for sector in SECTORS]
    muscles = share_of_mean_power(stroke.right, power.muscle, arcs)
    rest = [
        share_of_mean_power(stroke.right, each, arcs)
        for each in (power.passive, power.pelvis, power.limb, power.crank)
    ]
    names = [
        *(group.words for group in COACHED_GROUPS),
        "ligaments",
        "pelvis",
        "weight and inertia",
        "crank",
    ]
    print("\n### Who does the work where (W, one leg)\n")
    print(f"| | {' | '.join(names)} |\n| --- |{' --: |' * len(names)}")
    for sector, row in zip(SECTORS, np.column_stack([muscles, *rest]), strict=True):
        cells = " | ".join(f"{value:.0f}" for value in row)
        print(f"| {sector.words} | {cells} |")


def main() -> None:
    """Ride every question."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "turbo_rider.toml"
    set_up = read_set_up(given)
    custom_mm = 1000 * seat_rider(set_up).custom_saddle_height_m
    torso_deg = set_up.riding.torso_angle_deg
    as_it_is = seat_rider(set_up).simulate()
    effort = stroke_metrics(as_it_is)["muscle_effort"]
    print_table(
        "Kick over the top, pull through the bottom",
        {TECHNIQUES[key].words: ridden(set_up, technique=key) for key in ASKED},
        effort,
    )
    print_table(
        "Dropping the heel (deg)",
        {f"{drop:+d}": ridden(set_up, heel_drop_deg=drop) for drop in (-8, -4, 0, 4, 8)},
        effort,
    )
    print_table(
        "Torso angle (deg)",
        {
            f"{angle:.0f}": ridden(set_up, torso_angle_deg=angle)
            for angle in torso_deg + np.array([10, 0, -10, -20])
        },
        effort,
    )
    print_table(
        "Saddle height over custom (%)",
        {
            f"{percent:+d}": ridden(set_up, saddle_height_mm=custom_mm * (1 + percent / 100))
            for percent in (-6, -4, -2, 0, 2, 4, 6)
        },
        effort,
    )
    print_work(as_it_is)


if __name__ == "__main__":
    main()
