"""Fits the strength of every technique that has a study: `python -m fit_optimizer.calibration.derive_techniques`.

Prints the strengths, and what else the studies' riders did against what the model does; with `--write` the strengths go
into `data/techniques.toml`. To be run whenever the default rider's weights change (seconds).
"""

from __future__ import annotations

import re
import sys

from scipy.optimize import brentq

from fit_optimizer.setup.rider_on_bike import following, seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import TABLE, TECHNIQUES, StrengthFit, Technique
from sim.stroke import simulate
from sim.stroke_values import StrokeValues, values_of

CLOSE = 1e-3
"""Relative error of a strength that is found: far below what a study's scatter would move it."""


def study_set_up(fit: StrengthFit) -> SetUp:
    """Return the study's rider as ever."""
    return parse_set_up({"rider": dict(fit.rider), "riding": dict(fit.riding)})


def study_stroke(told: Technique, fit: StrengthFit) -> StrokeValues:
    """Return the stroke of the study's rider who follows a technique. Raises PedalfitError."""
    set_up = study_set_up(fit)
    on = seat_rider(set_up)
    told_so = following(set_up, on.rider, on.riding, told)
    return values_of(simulate(on.rider, on.bicycle, told_so))


def change_found(told: Technique, fit: StrengthFit) -> float:
    """Return the change of the study's metric with a technique, in the study's terms (the metric's unit or percent)."""
    before = values_of(seat_rider(study_set_up(fit)).simulate()).metric(fit.metric)
    after = study_stroke(told, fit).metric(fit.metric)
    return after - before if fit.change is not None else 100 * (after / before - 1)


def fitted_strength(told: Technique, fit: StrengthFit) -> float:
    """Return the strength with which the study's rider changes as the study's riders did.

    Raises ValueError where no strength up to the largest one that is tried does.
    """
    wanted = fit.change if fit.change is not None else fit.change_pct
    assert wanted is not None

    def missed(strength: float) -> float:
        return change_found(told.model_copy(update={"strength": strength}), fit) - wanted

    return float(brentq(missed, 0.0, fit.largest, rtol=CLOSE, xtol=CLOSE * fit.largest / 10))


BESIDE = ("force_effectiveness", "gross_efficiency_pct", "muscle_effort")
"""Metrics that are printed beside the fitted one."""


def with_strength(table: str, key: str, strength: float) -> str:
    """Return the text of the table of techniques with the strength of one of them replaced.

    Raises ValueError where the table has no such strength.
    """
    line = re.compile(
        rf"(^\[{re.escape(key)}\]\n(?:(?!\[).*\n)*?strength = )[0-9.eE+-]+", re.MULTILINE
    )
    changed, count = line.subn(rf"\g<1>{strength:.3g}", table)
    if count != 1:
        raise ValueError(f"the table has {count} strengths of {key}, one is wanted")
    return changed


def main(write: bool) -> None:
    """Fit every strength that has a study, print it, and `write` it into the table where asked."""
    table = TABLE.read_text(encoding="utf-8")
    for key, told in TECHNIQUES.items():
        if told.fit is None:
            continue
        strength = fitted_strength(told, told.fit)
        table = with_strength(table, key, strength)
        print(f"[{key}]\nstrength = {strength:.3g}   # in the table: {told.strength:g}")
        before = values_of(seat_rider(study_set_up(told.fit)).simulate())
        after = study_stroke(told.model_copy(update={"strength": strength}), told.fit)
        for name in dict.fromkeys((told.fit.metric, *BESIDE)):
            print(f"#   {name}: {before.metric(name):.4g} -> {after.metric(name):.4g}")
        print(f"#   {told.fit.study}\n")
    if write:
        TABLE.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
