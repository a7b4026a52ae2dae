"""Comparisons of a saddle height with equations that were fitted to people."""

from __future__ import annotations

from fit_optimizer.validation.comparisons import Comparison, Measurement, OneStroke, Strokes

CONSTANT_CM, PER_INSEAM, PER_KNEE_CM_DEG, PER_INSEAM_AND_SEAT_DEG = 7.41, 0.82, -0.1, 0.003
"""Saddle to pedal (cm) = 7.41 + 0.82 inseam - 0.1 knee + 0.003 inseam x seat angle (cm, deg): Gatti et al. 2021,
Eur J Sport Sci, 17 women and 23 men, error 1.15 cm; the knee's least flexion while pedalling, by markers."""


class SaddleByKneeAngle(OneStroke):
    """Saddle to pedal (mm) less what filmed people's least knee flexion says it is."""

    knee_deg: float

    def measure(self, strokes: Strokes) -> Measurement:
        ridden = strokes[self.set_up]
        inseam_cm = ridden.metric("inseam_mm") / 10
        filmed_cm = CONSTANT_CM + PER_INSEAM * inseam_cm + PER_KNEE_CM_DEG * self.knee_deg
        seat_deg = ridden.metric("seat_tube_angle_deg")
        filmed_mm = 10 * (filmed_cm + PER_INSEAM_AND_SEAT_DEG * inseam_cm * seat_deg)
        own_mm = ridden.metric("saddle_to_pedal_mm")
        behind = (("saddle to pedal", own_mm), ("of filmed people", filmed_mm))
        return Measurement(own_mm - filmed_mm, behind)


SADDLE_COMPARISONS: dict[str, type[Comparison]] = {"saddle_by_knee_angle": SaddleByKneeAngle}
"""By the name that the experiments table uses."""
