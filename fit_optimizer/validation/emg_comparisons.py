"""Comparisons with electromyograms: when muscles work, and how alike the curves are."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from fit_optimizer.validation.comparisons import (
    Comparison,
    CurvePair,
    Measurement,
    NothingToMeasure,
    OneStroke,
    Strokes,
)
from rider_models.arrays import Array
from rider_models.emg_envelopes import EMG_STUDIES, GROUP_OF_ELECTRODE, envelope_at, envelopes
from sim.activation_dynamics import activation_of
from sim.curve_likeness import correlation, lag_deg
from sim.stroke_values import ExperimentError, StrokeValues

FINE_DEG = np.arange(360.0)
"""Crank angles (deg) at which lags are looked for."""


class _Electrodes(OneStroke):
    study: str
    muscles: dict[str, str] = Field(default_factory=dict)
    """By electrode the muscle or functional group that is compared; every electrode's group if empty."""

    def _pairs(self, strokes: Strokes) -> dict[str, tuple[Array, Array]]:
        """By electrode the simulated and the measured activation over `FINE_DEG`.

        The measured one is the EMG envelope after activation dynamics at the ride's cadence.
        """
        if self.study not in EMG_STUDIES:
            raise ExperimentError(f"study is {self.study}, allowed is {', '.join(EMG_STUDIES)}")
        ridden = strokes[self.set_up]
        recorded = envelopes(self.study)[1]
        chosen = self.muscles or {e: GROUP_OF_ELECTRODE[e] for e in recorded}
        for electrode in chosen:
            if electrode not in recorded:
                has = ", ".join(recorded)
                raise ExperimentError(f"{electrode} is no electrode of {self.study}; it has {has}")
        return {
            electrode: (
                np.interp(FINE_DEG, *_circle(ridden.curve(f"activation.{muscle}")), period=360),
                _measured(self.study, electrode, ridden),
            )
            for electrode, muscle in chosen.items()
        }


def _circle(curve: Array) -> tuple[Array, Array]:
    return 360 * np.arange(len(curve)) / len(curve), curve


def _measured(study: str, electrode: str, ridden: StrokeValues) -> Array:
    """Activation (share of full) that a measured excitation brings about at a ride's crank speed."""
    speed = np.interp(FINE_DEG, *_circle(ridden.curve("crank_speed_rad_s")), period=360)
    step_s = np.deg2rad(1.0) / speed
    excitation = envelope_at(study, electrode, FINE_DEG)
    return activation_of(excitation[:, None], step_s)[:, 0]


class EmgLag(_Electrodes):
    """Mean (or largest) size over electrodes of the lag in deg of crank angle behind measured EMG."""

    largest: bool = False

    def measure(self, strokes: Strokes) -> Measurement:
        lags = {name: lag_deg(*pair) for name, pair in self._pairs(strokes).items()}
        missing = [name for name, lag in lags.items() if np.isnan(lag)]
        if missing:
            raise NothingToMeasure(f"{', '.join(missing)}: the muscle's activation does not vary")
        sizes = np.abs(list(lags.values()))
        value = sizes.max() if self.largest else sizes.mean()
        return Measurement(float(value), tuple(lags.items()))


class EmgCorrelation(_Electrodes):
    """Mean over electrodes of the correlation between simulated and measured activation."""

    def measure(self, strokes: Strokes) -> Measurement:
        pairs = self._pairs(strokes)
        found = {name: correlation(*pair) for name, pair in pairs.items()}
        first = next(iter(pairs.values()))
        only = CurvePair(FINE_DEG, *first) if len(pairs) == 1 else None
        return Measurement(float(np.mean(list(found.values()))), tuple(found.items()), only)


EMG_COMPARISONS: dict[str, type[Comparison]] = {
    "emg_lag": EmgLag,
    "emg_correlation": EmgCorrelation,
}
"""By the name that the experiments table uses."""
