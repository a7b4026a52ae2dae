"""What riding costs, computed: `python examples/energy_trends.py [SETUP.toml]` prints tables.

Efficiency against power and cadence, how metabolic power and muscle effort change with the fit beside what oxygen
uptake showed, and the greatest torque against cadence. `docs/energy.md` reads the tables of an average rider.
"""

import sys
from pathlib import Path

import numpy as np

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up, read_set_up, with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from sim.greatest_power import torque_cadence_line
from sim.metabolic_cost import RECOVERY_HEAT, RESTING_POWER_W_KG, energy_rate, fibre_state
from sim.pedalling_metrics import stroke_metrics
from sim.stroke import Stroke

AVERAGE_RIDER = {
    "rider": {"height_mm": 1780.0, "mass_kg": 72.0},
    "riding": {"power_w": 200.0, "cadence_rpm": 90.0},
}
POWERS_W = (60.0, 120.0, 200.0, 300.0)
CADENCES_RPM = (60.0, 80.0, 100.0)
SEARCHED_CADENCES_RPM = np.arange(40.0, 121.0, 10.0)

Cost = tuple[float, float]


def ride(set_up: SetUp, **values: object) -> Stroke:
    """The stroke of a set-up with some keys changed."""
    return seat_rider(with_values(set_up, values)).simulate()


def cost(set_up: SetUp, **values: object) -> Cost:
    """Metabolic power (W) and muscle effort of a set-up with some keys changed; NaN where it cannot be ridden."""
    try:
        metrics = stroke_metrics(ride(set_up, **values))
    except PedalfitError:
        return np.nan, np.nan
    return float(metrics["metabolic_power_w"]), float(metrics["muscle_effort"])


def change(after: Cost, before: Cost) -> str:
    """Change of both costs (%), as two cells."""
    return " | ".join(f"{100 * (a / b - 1):+.1f}" for a, b in zip(after, before, strict=True))


def efficiency(set_up: SetUp) -> None:
    """Print gross efficiency against power and cadence, and the delta efficiency of each cadence."""
    print("\n| gross efficiency, % | " + " | ".join(f"{c:.0f} rpm" for c in CADENCES_RPM) + " |")
    print("| --- |" + " --: |" * len(CADENCES_RPM))
    watts = np.array(
        [[cost(set_up, power_w=p, cadence_rpm=c)[0] for c in CADENCES_RPM] for p in POWERS_W]
    )
    for power, row in zip(POWERS_W, watts, strict=True):
        print(f"| {power:.0f} W | " + " | ".join(f"{100 * power / w:.1f}" for w in row) + " |")
    fits = [np.polyfit(POWERS_W, column, 1) for column in watts.T]
    print("| delta, % | " + " | ".join(f"{100 / slope:.1f}" for slope, _ in fits) + " |")
    print("| at no power, W | " + " | ".join(f"{start:.0f}" for _, start in fits) + " |")


def parts(set_up: SetUp) -> None:
    """Print what the metabolic power is made of."""
    stroke = ride(set_up)
    share = stroke.right.problem.cycle.time_share
    rates = [energy_rate(fibre_state(leg)) for leg in stroke.legs.values()]
    named = {
        name: sum(float((getattr(rate, name).sum(axis=1) * share).sum()) for rate in rates)
        for name in ("work", "shortening_heat", "maintenance_heat", "activation_heat")
    }
    spent = sum(float((rate.total.sum(axis=1) * share).sum()) for rate in rates)
    rest = RESTING_POWER_W_KG * stroke.rider.mass_kg
    print("\n| part | W |\n| --- | --: |")
    for name, watts in named.items():
        print(f"| {name.replace('_', ' ')} | {watts:.0f} |")
    print(f"| no fuel back from stretched fibres | {spent - sum(named.values()):.0f} |")
    print(f"| recovery | {RECOVERY_HEAT * spent:.0f} |\n| rest | {rest:.0f} |")
    power = float(stroke_metrics(stroke)["mean_crank_power_w"])
    for what, watts in (
        ("at once, without rest", spent),
        ("at once, with rest", spent + rest),
        ("with recovery and rest", (1 + RECOVERY_HEAT) * spent + rest),
    ):
        print(f"| efficiency {what} | {100 * power / watts:.1f} % |")


def least_cost(set_up: SetUp, power_w: float) -> list[float]:
    """Cadence (rpm) of least metabolic power and of least effort, by parabolas through the least three."""
    costs = np.array([cost(set_up, power_w=power_w, cadence_rpm=c) for c in SEARCHED_CADENCES_RPM])
    best = []
    for column in costs.T:
        least = int(np.clip(np.nanargmin(column), 1, len(column) - 2))
        near = slice(least - 1, least + 2)
        a, b, _ = np.polyfit(SEARCHED_CADENCES_RPM[near], column[near], 2)
        best.append(float(-b / 2 / a))
    return best


def trends(set_up: SetUp) -> None:
    """Print how metabolic power and muscle effort change with fit, cadence and technique."""
    on_bike = seat_rider(set_up)
    saddle = 1000 * on_bike.custom_saddle_height_m
    setback = 1000 * on_bike.bicycle.saddle_setback_m
    usual = cost(set_up)
    harder = cost(set_up, power_w=250.0)
    rows = (
        (
            "saddle +2 % over -2 %",
            "+2.5",
            cost(set_up, saddle_height_mm=1.02 * saddle),
            cost(set_up, saddle_height_mm=0.98 * saddle),
        ),
        (
            "torso 5 over 24 deg",
            "0 to +8",
            cost(set_up, torso_angle_deg=5.0),
            cost(set_up, torso_angle_deg=24.0),
        ),
        (
            "heel dropped by 7 deg, 250 W",
            "+2.6",
            cost(set_up, power_w=250.0, heel_drop_deg=7.0),
            harder,
        ),
        (
            "heel raised by 7 deg, 250 W",
            "none",
            cost(set_up, power_w=250.0, heel_drop_deg=-7.0),
            harder,
        ),
        (
            "saddle 60 mm forward",
            "none to small",
            cost(set_up, saddle_setback_mm=setback - 60),
            usual,
        ),
        ("told to pull up", "+6", cost(set_up, technique="pull"), usual),
    )
    print("\n| change | published, % | metabolic power, % | muscle effort, % |")
    print("| --- | --: | --: | --: |")
    for name, published, after, before in rows:
        print(f"| {name} | {published} | {change(after, before)} |")
    print("\n| cadence of least, rpm | metabolic power | muscle effort |\n| --- | --: | --: |")
    for power in (100.0, 200.0, 300.0):
        best = " | ".join(f"{cadence:.0f}" for cadence in least_cost(set_up, power))
        print(f"| {power:.0f} W | {best} |")


def strength(set_up: SetUp) -> None:
    """Print the torque-cadence line of weaker and stronger riders."""
    print("\n| strength | torque at rest, Nm | optimal cadence, rpm | greatest power, W | W/kg |")
    print("| --: | --: | --: | --: | --: |")
    for times in (0.83, 1.0, 1.2):
        on_bike = seat_rider(with_values(set_up, {"strength": times}))
        line = torque_cadence_line(on_bike.rider, on_bike.bicycle, on_bike.riding)
        per_kg = line.greatest_power_w / on_bike.rider.mass_kg
        print(
            f"| {times} | {line.torque_at_rest_nm:.0f} | {line.optimal_cadence_rpm:.0f} | "
            f"{line.greatest_power_w:.0f} | {per_kg:.1f} |"
        )


def main() -> None:
    """Print all tables."""
    given = sys.argv[1:]
    set_up = read_set_up(Path(given[0])) if given else parse_set_up(AVERAGE_RIDER)
    for table in (efficiency, parts, trends, strength):
        table(set_up)


if __name__ == "__main__":
    main()
