"""Derive `data/body_survey.json`, how long people's segments are, from the public files of the ANSUR II survey.

Run as `python -m rider_models.derivation.derive_body_survey ANSUR_II_FEMALE_Public.csv ANSUR_II_MALE_Public.csv`
(developer extra, a second). ANSUR II measured 1,986 women and 4,082 men of the United States Army in
2012 (Gordon et al. 2014, report NATICK/TR-15/007); the files are in the public domain.
"""

from __future__ import annotations

import csv
import json
import sys

import numpy as np

from rider_models.arrays import Array
from rider_models.body_survey import BodySurvey, Regression
from rider_models.data_tables import DATA

LENGTHS = {
    "inseam": ("crotchheight", None),
    "trochanter_to_epicondyle": ("trochanterionheight", "lateralfemoralepicondyleheight"),
    "epicondyle_to_malleolus": ("lateralfemoralepicondyleheight", "lateralmalleolusheight"),
    "malleolus_height": ("lateralmalleolusheight", None),
    "trochanterion_height": ("trochanterionheight", None),
    "foot": ("footlength", None),
    "heel_to_ball": ("balloffootlength", None),
}
"""Lengths of a person: one height or length of the survey, or one height less another."""

BY_SEX = ("inseam", "foot")
"""Lengths measured between unmistakable points: their regressions keep the sexes apart."""
OF_BOTH = ("trochanter_to_epicondyle", "epicondyle_to_malleolus", "malleolus_height")
"""Lengths between palpated points: one regression for both sexes.

The survey's landmarks about the knee contradict each other: given stature and inseam, women's lateral
epicondyle lies 12 mm higher than men's and their tibiale 8 mm, the middle of the kneecap and the
sitting knee at the same height, the hollow of the knee 7 mm lower. So a difference between the sexes
in how a leg of a given length is divided is not shown.
"""


def survey_table(people: dict[str, list[dict[str, str]]]) -> BodySurvey:
    """Means, spreads and regressions (mm) of the lengths, by sex and for both."""
    lengths = {sex: _lengths(one) for sex, one in people.items()}
    return {
        "means_mm": {
            sex: {k: round(float(v.mean()), 1) for k, v in one.items()}
            for sex, one in lengths.items()
        },
        "spreads_mm": {
            sex: {k: round(float(v.std(ddof=1)), 1) for k, v in one.items()}
            for sex, one in lengths.items()
        },
        "by_sex": {
            sex: {name: regression({sex: one}, name, ["height"]) for name in BY_SEX}
            for sex, one in lengths.items()
        },
        "of_both": {name: regression(lengths, name, ["height", "inseam"]) for name in OF_BOTH},
        "spreads_given_height_mm": {
            name: regression(lengths, name, ["height"])["spread_mm"] for name in OF_BOTH
        },
    }


def regression(lengths: dict[str, dict[str, Array]], name: str, on: list[str]) -> Regression:
    """Intercept (mm), slopes and spread (mm) of a length: slopes within the sexes, each of equal weight.

    The intercept is that of the mean of the sexes' means; the spread is the standard deviation
    within a sex of what the slopes leave.
    """
    products, targets, means = np.zeros((len(on), len(on))), np.zeros(len(on)), []
    for one in lengths.values():
        x, y = np.array([one[key] for key in on]), one[name]
        products += np.atleast_2d(np.cov(x))
        targets += np.array([np.cov(row, y)[0, 1] for row in x])
        means.append([y.mean(), *x.mean(axis=1)])
    slopes = np.linalg.solve(products, targets)
    centre = np.mean(means, axis=0)
    left = [
        np.var(one[name] - slopes @ np.array([one[key] for key in on]), ddof=1)
        for one in lengths.values()
    ]
    rounded = {key: round(float(slope), 4) for key, slope in zip(on, slopes, strict=True)}
    found: Regression = {
        "intercept_mm": round(float(centre[0] - centre[1:] @ slopes), 2),
        "per_height": rounded["height"],
        "spread_mm": round(float(np.sqrt(np.mean(left))), 1),
    }
    if "inseam" in rounded:
        found["per_inseam"] = rounded["inseam"]
    return found


def _lengths(people: list[dict[str, str]]) -> dict[str, Array]:
    """The lengths (mm) of every person of a sex."""

    def column(name: str) -> Array:
        return np.array([float(person[name]) for person in people])

    found = {"height": column("stature")}
    for name, (upper, lower) in LENGTHS.items():
        found[name] = column(upper) - (0.0 if lower is None else column(lower))
    return found


def _people(path: str) -> list[dict[str, str]]:
    with open(path, encoding="latin-1", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Write the table beside the package's other data."""
    female, male = (_people(path) for path in sys.argv[1:])
    table = {
        "source": "ANSUR II (2012), 1986 women and 4082 men: Gordon et al. 2014, NATICK/TR-15/007",
        "derived_by": "rider_models/derivation/derive_body_survey.py",
        **survey_table({"female": female, "male": male}),
    }
    (DATA / "body_survey.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
