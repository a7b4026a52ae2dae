"""Every metric of a stroke, once: its name, words, decimals, how two legs make one number, and its definition.

What computes them stands in `pedalling_metrics` and `load_metrics`; whoever shows, stores or
combines metrics reads this table. A metric that is added here and computed there is in every file,
table and sweep.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rider_models.arrays import JOINTS, SAGITTAL_ANGLES, Joint, angle_name
from rider_models.units import Unit, unit_of


class Legs(Enum):
    """How the metrics of two legs make the one of the stroke."""

    LARGER = "the larger of the two"
    SMALLER = "the smaller of the two"
    MEAN = "the mean of the two"
    DIRECTION = "the mean of the two around the circle"
    STROKE = "of both legs together; a leg alone has none"


class Heading(Enum):
    """Headings of the report's table of metrics, in its order."""

    LOADS = "Knee and hip load"
    TORQUE = "Crank torque"
    ANGLES = "Joint angles over the stroke"
    WORK = "Share of the work"


@dataclass(frozen=True)
class Metric:
    """One metric. Its unit is the one that its name ends with.

    `words` name it in a table; `source` says what it is and by whom it is so defined. `terminal`
    metrics are shown by `pedalfit simulate`, those with a `heading` in the reports, as a change in
    percent where `relative`. A metric that is not `reproducible` differs from run to run and is
    kept out of results that are compared. `by_meter`: power meters send it.
    """

    name: str
    words: str
    decimals: int
    legs: Legs
    source: str
    terminal: bool = False
    heading: Heading | None = None
    relative: bool = False
    reproducible: bool = True
    by_meter: bool = False

    @property
    def unit(self) -> Unit:
        """The unit that the name ends with."""
        return unit_of(self.name)


@dataclass(frozen=True)
class Load:
    """A force on a joint or tendon, of which peak, mean over time and impulse are metrics.

    `in_body_weights` where the peak is given in body weights too; `either_way` where the size
    counts, whatever the direction.
    """

    name: str
    words: str
    source: str
    in_body_weights: bool = False
    either_way: bool = False
    terminal: bool = False
    reported: bool = False


LOADS = (
    Load(
        "patellofemoral_force",
        "patellofemoral force",
        "force between patella and thigh: free body of the patella",
        in_body_weights=True,
        terminal=True,
        reported=True,
    ),
    Load(
        "tibiofemoral_compression",
        "tibiofemoral compression",
        "force along the shank between thigh and shank: free body of shank and foot",
        in_body_weights=True,
        terminal=True,
        reported=True,
    ),
    Load(
        "tibiofemoral_shear",
        "tibiofemoral shear",
        "force of condyles and ligaments on the shank at right angles to it, by its size",
        either_way=True,
        reported=True,
    ),
    Load(
        "hip_contact_force",
        "hip contact force",
        "whole force between pelvis and thigh: free body of the leg",
        in_body_weights=True,
        reported=True,
    ),
    Load(
        "quadriceps_tendon_force",
        "quadriceps tendon force",
        "sum of the tendon forces of the four heads",
    ),
    Load(
        "patellar_tendon_force",
        "patellar tendon force",
        "quadriceps tendon force times the measured ratio of the two at that knee angle",
    ),
    Load(
        "achilles_tendon_force",
        "Achilles tendon force",
        "sum of the tendon forces of gastrocnemius and soleus",
        terminal=True,
    ),
)
"""The loads by the names under which metrics and curves know them."""

FIT_PROFILE = "FIT profile, record message"
LEIRDAL = "Leirdal & Ettema 2011"

WORK_DIRECTIONS = {
    "hip_extension": (Joint.HIP_FLEXION, -1),
    "hip_flexion": (Joint.HIP_FLEXION, 1),
    "knee_extension": (Joint.KNEE_FLEXION, -1),
    "knee_flexion": (Joint.KNEE_FLEXION, 1),
    "ankle_plantarflexion": (Joint.ANKLE_DORSIFLEXION, -1),
}
"""Movements whose positive work is counted: joint angle, and sign of the moment that drives them."""


def _meter_metrics() -> tuple[Metric, ...]:
    phases = [
        Metric(
            f"{phase}_{end}_deg",
            f"{words} {'from' if end == 'start' else 'to'}",
            0,
            Legs.DIRECTION,
            f"{definition}: {FIT_PROFILE}",
            terminal=True,
            by_meter=True,
        )
        for phase, words, definition in (
            ("power_phase", "power phase", "arc of positive crank torque of a leg"),
            ("peak_power_phase", "peak power phase", "narrowest arc with half of a leg's power"),
        )
        for end in ("start", "end")
    ]
    return (
        Metric(
            "torque_effectiveness_pct",
            "torque effectiveness",
            1,
            Legs.MEAN,
            f"(P+ + P-) / P+ of a leg's crank power: {FIT_PROFILE}",
            terminal=True,
            heading=Heading.TORQUE,
            by_meter=True,
        ),
        Metric(
            "pedal_smoothness_pct",
            "pedal smoothness",
            1,
            Legs.MEAN,
            f"mean over largest power of a leg: {FIT_PROFILE}",
            terminal=True,
            heading=Heading.TORQUE,
            by_meter=True,
        ),
        *phases,
    )


def _joint_metrics() -> tuple[Metric, ...]:
    found = []
    for joint in SAGITTAL_ANGLES:
        name = angle_name(joint)
        words = name.replace("_", " ")
        for end, least, legs in (
            ("min", "least", Legs.SMALLER),
            ("max", "most", Legs.LARGER),
        ):
            found.append(
                Metric(
                    f"{name}_{end}_deg",
                    f"{words}, {least}",
                    0,
                    legs,
                    f"{least} {words} of the stroke",
                    terminal=(name, end) != ("hip_flexion", "min"),
                    heading=Heading.ANGLES,
                )
            )
        found.append(
            Metric(
                f"{name}_range_deg", f"{words}, range", 0, Legs.LARGER, f"most less least {words}"
            )
        )
    return tuple(found)


def _load_metrics(load: Load) -> tuple[Metric, ...]:
    shown = Heading.LOADS if load.reported else None
    peak, words = f"{load.words}, peak", load.words
    in_body_weights = Metric(
        f"{load.name}_peak_bw", peak, 2, Legs.LARGER, load.source, heading=shown, relative=True
    )
    return (
        Metric(
            f"{load.name}_peak_n",
            peak,
            0,
            Legs.LARGER,
            load.source,
            terminal=load.terminal,
            heading=shown,
            relative=True,
        ),
        *((in_body_weights,) if load.in_body_weights else ()),
        Metric(f"{load.name}_mean_n", f"{words}, mean over time", 0, Legs.LARGER, load.source),
        Metric(
            f"{load.name}_impulse_kn_s_per_min",
            f"{words}, impulse in a minute of riding",
            1,
            Legs.LARGER,
            load.source,
        ),
    )


METRICS: tuple[Metric, ...] = (
    Metric(
        "mean_crank_power_w",
        "power",
        0,
        Legs.STROKE,
        "crank torque times crank speed of both legs, mean over time",
        terminal=True,
    ),
    Metric(
        "balance_right_pct",
        "right leg's share of the power",
        0,
        Legs.STROKE,
        f"mean crank power of the right leg over that of both: {FIT_PROFILE}",
        by_meter=True,
    ),
    Metric("cadence_min_rpm", "cadence, least", 1, Legs.STROKE, "least crank speed of the stroke"),
    Metric("cadence_max_rpm", "cadence, most", 1, Legs.STROKE, "most crank speed of the stroke"),
    Metric(
        "dead_centre_size_pct",
        "dead-centre size: lowest over mean torque",
        1,
        Legs.STROKE,
        f"lowest over mean crank torque of both legs: {LEIRDAL}",
        terminal=True,
        heading=Heading.TORQUE,
    ),
    Metric(
        "dead_spot_width_deg",
        "dead-spot width: below half the mean, each",
        1,
        Legs.STROKE,
        "arc below half the mean crank torque of both legs, over the two dead spots of a revolution",
        terminal=True,
        heading=Heading.TORQUE,
    ),
    *_meter_metrics(),
    Metric(
        "combined_smoothness_pct",
        "smoothness of both legs together",
        1,
        Legs.STROKE,
        "mean over largest crank torque of both legs, as a meter in the spider sends it",
        by_meter=True,
    ),
    Metric(
        "peak_crank_torque_nm", "crank torque of a leg, peak", 1, Legs.MEAN, "largest crank torque"
    ),
    Metric(
        "peak_crank_torque_angle_deg",
        "crank torque of a leg, peak at",
        0,
        Legs.DIRECTION,
        "crank angle of the largest crank torque",
    ),
    Metric(
        "negative_muscular_torque_pct",
        "muscular crank torque that brakes",
        1,
        Legs.MEAN,
        "negative over positive area of the crank torque that the joint moments deliver",
    ),
    Metric(
        "force_effectiveness",
        "force effectiveness",
        2,
        Legs.MEAN,
        "tangential over resultant pedal force in the plane of the crank: Lafortune & Cavanagh 1983",
    ),
    Metric(
        "downstroke_share_pct",
        "work of the downstroke",
        0,
        Legs.MEAN,
        "crank work between top and bottom dead centre over that of the revolution",
    ),
    *_joint_metrics(),
    Metric(
        "knee_extension_moment_peak_nm",
        "knee extension moment, peak",
        0,
        Legs.LARGER,
        "largest moment of muscles and passive tissue that straightens the knee",
        terminal=True,
    ),
    *(metric for load in LOADS for metric in _load_metrics(load)),
    Metric(
        "patellofemoral_stress_peak_mpa",
        "patellofemoral stress, peak",
        1,
        Legs.LARGER,
        "patellofemoral force over the contact area at that knee angle",
        heading=Heading.LOADS,
        relative=True,
    ),
    Metric(
        "patellofemoral_stress_mean_mpa",
        "patellofemoral stress, mean over time",
        1,
        Legs.LARGER,
        "patellofemoral force over the contact area at that knee angle",
    ),
    *(
        Metric(
            f"{joint}_work_share_pct",
            f"{joint}'s share of the work",
            0,
            Legs.MEAN,
            "net work of the joint over that of all three",
            terminal=True,
            heading=Heading.WORK,
        )
        for joint in JOINTS
    ),
    *(
        Metric(
            f"positive_work_pct.{name}",
            f"positive work: {name.replace('_', ' ')}",
            0,
            Legs.MEAN,
            "positive work of that movement over that of all five: Ericson et al. 1986, EJAP 55:229",
        )
        for name in WORK_DIRECTIONS
    ),
    Metric(
        "muscle_effort",
        "muscle effort",
        4,
        Legs.MEAN,
        "squared activation, mean over time, each muscle weighed by its volume",
    ),
    Metric(
        "solve_time_ms",
        "computing time",
        0,
        Legs.STROKE,
        "wall-clock time of the simulation",
        reproducible=False,
    ),
)
"""Every metric, in the order of files and tables."""

METRIC = {metric.name: metric for metric in METRICS}
LEG_METRICS = tuple(metric for metric in METRICS if metric.legs is not Legs.STROKE)
STROKE_METRICS = tuple(metric for metric in METRICS if metric.legs is Legs.STROKE)

FORWARD_METRICS: tuple[Metric, ...] = tuple(
    Metric(name, words, 2, Legs.STROKE, source, terminal=terminal)
    for name, words, source, terminal in (
        ("cadence_error_pct", "cadence, worst revolution", "against the plan's cadence", True),
        *(
            (
                f"{angle_name(joint)}_rms_deg",
                f"{angle_name(joint).replace('_', ' ')}, rms",
                "departure from the plan at equal crank angle, the worse leg",
                joint in SAGITTAL_ANGLES,
            )
            for joint in Joint
        ),
        (
            "crank_torque_rms_pct",
            "crank torque of a leg, rms, of the peak",
            "departure from the plan at equal crank angle over the plan's peak, the worse leg",
            True,
        ),
        ("cleat_gap_max_mm", "gap at the cleat, largest", "what the constraint gives way", True),
        ("cleat_turn_max_deg", "turn at the cleat, largest", "what the constraint turns", False),
        (
            "energy_error_pct",
            "energy lost or made, of the muscle work",
            "what constraints and time steps lose or make over the work of the muscles",
            True,
        ),
        ("run_time_over_real_time", "computing time over ridden time", "wall-clock time", True),
    )
)
"""What a forward ride is judged by (`sim.forward.figures`)."""


def nested(metrics: dict[str, float]) -> dict[str, float | dict[str, float]]:
    """The metrics as a file holds them: `positive_work_pct.hip_flexion` within `positive_work_pct`."""
    document: dict[str, float | dict[str, float]] = {}
    for name, value in metrics.items():
        stem, _, part = name.partition(".")
        inner = document.setdefault(stem, {}) if part else None
        if isinstance(inner, dict):
            inner[part] = value
        else:
            document[stem] = value
    return document
