"""What the twelve clients of `examples/clients` are advised, beside what formulas and angles would say.

    python examples/clients_table.py > docs/clients.md

Each saddle height is set beside LeMond's share of the inseam, the equation of Gatti et al. 2021 for the knee
angle recommended, the range of Holmes et al. 1994 in motion, and the knee over the pedal axle; every departure has its
reason. Two workers take a few minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fit_optimizer.criteria.riding_angles import RidingAngles, riding_angles
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.measure_first import inseam_of_legs
from fit_optimizer.recommendation.recommend import Recommendation, recommend
from fit_optimizer.recommendation.share_of_inseam import share_of_inseam
from fit_optimizer.report.tables.advice import advice
from fit_optimizer.setup.adjustments import adjustment
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.workers.pool import worker_pool
from rider_models.body_survey import default_inseam_m

HOLMES_DEG = (33, 43)
"""Holmes et al. 1994, 25-35 deg standing still, in motion (Bini & Hume 2016: 8 deg more)."""
CLIENTS = Path(__file__).with_name("clients")
WORDS = {"crank_length_mm": "cranks for this inseam", "saddle_height_mm": "knee angle"}
"""What departures are called that are no setting of their own."""
LEMOND = 0.883
"""Saddle height over inseam, bottom bracket to saddle top (LeMond & Gordis 1987)."""
NEAR_MM = 11.5
"""The error of Gatti's equation: saddles nearer than that agree."""
TRIALS = 48

HEAD = """# Twelve clients

Made by `python examples/clients_table.py > docs/clients.md`. Heights are from the bottom bracket, mm. Knee angles are
by markers while pedalling, of the straighter leg at the bottom. LeMond: 0.883 of the inseam. Gatti: the equation of
2021 (error 11.5 mm) at the knee angle recommended, less the crank. Holmes: 25-35 deg standing still, 33-43 in motion.
Knee: ahead of (+) or behind (-) the pedal axle with the crank forward, customary -35 to -5 on the road. Where
the inseam is not measured it is that of people with such thighs and shanks (Lena) or of that height and sex (Alex).

| client | saddle now | advised | knee now | then | LeMond | Gatti | Holmes | knee over axle | why it departs |
| --- | --: | --: | --: | --: | --: | --: | --- | --: | --- |"""


def main() -> None:
    """Print the page."""
    print(HEAD)
    said = []
    with worker_pool(2) as pool:
        for path in sorted(CLIENTS.glob("*.toml")):
            set_up = read_set_up(path)
            found = recommend(set_up, TRIALS, 1, pool)
            print(row(path.stem, set_up, found), flush=True)
            said.append((path.stem, sentences(set_up, found)))
    print("\n## What each is told first")
    for name, lines in said:
        print(f"- **{name.capitalize()}**: {' '.join(lines)}")


def row(name: str, set_up: SetUp, found: Recommendation) -> str:
    """One client's row of the table."""
    on = seat_rider(found.then)
    height = 1000 * on.bicycle.saddle_height_m
    before = 1000 * seat_rider(set_up).bicycle.saddle_height_m
    now, then = straighter(set_up), straighter(found.then)
    inseam = inseam_mm(set_up)
    lemond = LEMOND * inseam
    gatti = gatti_mm(inseam, then.knee_bottom, set_up) - 1000 * on.bicycle.crank_length_m
    low, high = HOLMES_DEG
    holmes = "in" if low <= round(then.knee_bottom) <= high else "out"
    cells = (
        name.capitalize(),
        f"{before:.0f}",
        f"{height:.0f}" if found.change_needed else f"{height:.0f} (stays)",
        f"{now.knee_bottom:.0f}",
        f"{then.knee_bottom:.0f}",
        f"{lemond:.0f}",
        f"{gatti:.0f}",
        holmes,
        f"{then.knee_over_pedal_mm:.0f}",
        departure(set_up, found, height, lemond, gatti),
    )
    return f"| {' | '.join(cells)} |"


def departure(
    set_up: SetUp, found: Recommendation, height: float, lemond: float, gatti: float
) -> str:
    """Why a saddle is farther from LeMond's or Gatti's than the latter errs; a dash where it is not."""
    off = [
        name for name, at in (("LeMond", lemond), ("Gatti", gatti)) if abs(height - at) > NEAR_MM
    ]
    if not off:
        return "-"
    reasons = []
    if set_up.rider.complaint != "none":
        reasons.append(f"{set_up.rider.complaint.replace('_', ' ')} has a knee range of its own")
    if set_up.rider.inseam_mm is None:
        reasons.append("the inseam is not measured")
    if not found.change_needed:
        reasons.append("it stays: nothing is better by as much as can be told")
    elif found.saddle is not None and found.saddle.stopped_by:
        reasons.append(f"held back by {found.saddle.stopped_by}")
    knee = straighter(found.then).knee_bottom
    share = share_of_inseam(set_up, found.then, knee, always=True)
    for one in share.departures if share else ():
        words = WORDS.get(one.key, adjustment(one.key).words)
        reasons.append(f"{words} {one.moves_mm:+.0f} mm")
    return f"{', '.join(off)}: {'; '.join(reasons) or 'none found'}"


def gatti_mm(inseam: float, knee_deg: float, set_up: SetUp) -> float:
    """Saddle height to the pedal (mm) of Gatti et al. 2021 (Eur J Sport Sci) for a knee angle."""
    tube = set_up.bicycle.seat_tube_angle_deg
    return 10 * (7.41 + 0.82 * inseam / 10 - 0.1 * knee_deg + 0.003 * inseam / 10 * tube)


def inseam_mm(set_up: SetUp) -> float:
    """The inseam: measured, of people with thigh and shank as measured, or of people of that height and sex."""
    table = set_up.rider
    if table.inseam_mm is not None:
        return table.inseam_mm
    if table.thigh_mm is not None and table.shank_mm is not None:
        return inseam_of_legs(set_up)
    return 1000 * default_inseam_m(table.height_mm / 1000, table.sex)


def straighter(set_up: SetUp) -> RidingAngles:
    """Angles of the leg that is straighter at the bottom."""
    return min(riding_angles(set_up).values(), key=lambda leg: leg.knee_bottom)


def sentences(set_up: SetUp, found: Recommendation) -> list[str]:
    """The headline, the limits and the technique that the client reads."""
    said = advice(fit_document(set_up, found, 1), "en")
    return [*said.moves, *said.limits, *said.technique]


if __name__ == "__main__":
    sys.exit(main())
