"""From a fit.json document to what the report shows, in the report's order."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fit_optimizer.documents.fit import AnyFit, FitDocument, RefusedFit
from fit_optimizer.documents.part import look_up
from fit_optimizer.report.animation import animation_data
from fit_optimizer.report.figures import fit_pictures, not_drawn, stroke_pictures
from fit_optimizer.report.figures.customary_ranges import CUSTOMARY
from fit_optimizer.report.figures.neighbourhood import where_now_lies
from fit_optimizer.report.shown_rides import Pair, shown_fits, sides_shown
from fit_optimizer.report.tables.band_ends import ends_of_bands, limit_rows
from fit_optimizer.report.tables.before_and_after import figure_groups, judged_by
from fit_optimizer.report.tables.changes import change_rows, headline_of, order_of_work
from fit_optimizer.report.tables.inputs import input_groups
from fit_optimizer.report.tables.meter_check import check_note, check_table, first_page_words
from fit_optimizer.report.tables.sectors import GROUP_WORDS, sector_tables
from fit_optimizer.report.wording import signed

MODEL_LIMITS = (
    "On the road the crank turns at constant speed; on a light trainer wheel it does not.",
    "Tendons yield to resting muscles only, so working ones store no spring energy.",
    "The pelvis is fixed on the saddle: no rocking, no sliding, no standing.",
    "Muscles are generic ones scaled by body size, not measured on this rider.",
    "Joint forces are estimates: trust differences between fits more than the numbers themselves.",
    "Air resistance, comfort, saddle pressure and handling are not judged.",
    "This is no medical advice; pain belongs before a clinician.",
)


BAND_NOTE = (
    "Band: where knee load, dead spots and effort all stay within 3\u00a0% of what the "
    "recommendation gives, one value changed at a time. \u201cSuch riders\u201d: what riders as this "
    "one may be would be advised. \u201cAssumed\u201d: not in the set-up file; measure it first, since "
    "moves count from it."
)
AROUND_NOTE = (
    "Around the recommendation, the other values as recommended: lines are % against it, green "
    "within 3\u00a0%, hatched beyond a limit; dot: recommended"
)
BANDS_AT_EASE = 6
"""Bands beyond which the printed page takes smaller type."""
CONDITIONS = (
    "At {power:.0f}\u00a0W and {cadence:.0f}\u00a0rpm. Loads are those of the worse leg; BW is body "
    "weight."
)
SECTOR_NOTE = (
    "W of the leg's mean power: the work done in the sector over the time of a revolution. Muscle "
    "groups, {name}: force times shortening speed; a minus is a muscle being stretched. Weight and "
    "inertia of the leg take and give back; over a revolution nothing."
)


def fit_view(source: Any) -> dict[str, Any]:
    """Everything that the page and the PDF show of a document. Raises ReportError."""
    document = FitDocument.read(source)
    current = document.current
    pair = shown_fits(document)
    return {
        "title": f"Bike fit: {document.rider}",
        "rider": document.rider,
        "headline": headline_of(document),
        "checked": first_page_words(document.trace_check),
        "reason": document.reason,
        "binding": what_binds(document),
        "such_riders": _such_riders(document),
        "band_note": BAND_NOTE,
        "around_note": f"{AROUND_NOTE}{where_now_lies(document)}.",
        "conditions": _conditions(current),
        "refusal": current.refusal if isinstance(current, RefusedFit) else "",
        "changes": change_rows(document),
        "order": order_of_work(document),
        "limits": limit_rows(document),
        "ends": ends_of_bands(document),
        "judged": judged_by(
            document.judged_by,
            current.objectives,
            document.recommended.objectives,
            ("current", "recommended"),
        ),
        "neighbourhood": fit_pictures(document, "around"),
        "trade_offs": fit_pictures(document, "trade-offs"),
        "check": check_table(document.trace_check),
        "check_note": check_note(document.trace_check),
        "trace_figure": next(iter(fit_pictures(document, "check")), None),
        "input_groups": input_groups(current, "current", document.assumed),
        "made": made_by(document),
        "model_limits": MODEL_LIMITS,
        **stroke_view(pair),
        "dense": len(document.bands) > BANDS_AT_EASE
        or (document.trace_check is not None and len(sides_shown(pair)) > 1),
    }


def stroke_view(pair: Pair) -> dict[str, Any]:
    """What a report shows of one stroke or two: pictures, figures, animation."""
    return {
        "names": [shown.name for shown in pair],
        "legs_differ": len(sides_shown(pair)) > 1,
        "figure_groups": figure_groups(pair),
        "side_views": stroke_pictures(pair, "bike"),
        "legend": _legend(pair),
        "bike_note": _bike_note(pair),
        "sector_note": SECTOR_NOTE.format(name=pair[-1].name),
        "figures": stroke_pictures(pair, "stroke"),
        "not_drawn": not_drawn(pair),
        "sector_tables": sector_tables(pair),
        "groups": tuple(GROUP_WORDS.values()),
        "animation_data": animation_data(pair),
    }


def _legend(pair: Pair) -> str:
    """The pictures' lines in words."""
    before = f"Dashed grey: {pair[0].name}. " if len(pair) > 1 else ""
    return (
        f"{before}Blue: {pair[-1].name}. Thin grey: left leg and bicycle. Green: customary range."
    )


def _bike_note(pair: Pair) -> str:
    """What the angles of the side view are, and where the customary ranges come from."""
    between = f", {pair[0].name} \u2192 {pair[-1].name}" if len(pair) > 1 else ""
    by_source = groupby(sorted(CUSTOMARY, key=lambda one: one.source), key=lambda one: one.source)
    ranges = "; ".join(
        f"{', '.join(one.words for one in group)} ({source})" for source, group in by_source
    )
    return (
        f"Right leg{between}. Hip: between trunk and thigh. Knee: 0\u00b0 is straight. Ankle: "
        f"0\u00b0 is foot square to shin, + is toes up. Customary: {ranges}. Head, frame and wheels "
        "are for orientation."
    )


def _conditions(current: AnyFit) -> str:
    power, cadence = (
        look_up(current.effort, key, "current.effort") for key in ("power_w", "cadence_rpm")
    )
    return CONDITIONS.format(power=power, cadence=cadence)


def made_by(document: FitDocument) -> list[tuple[str, str]]:
    """How the result came about: so that it can be had again."""
    made = [("Fits tried", str(document.trials)), ("Seed", str(document.seed))]
    if document.profile:
        made.append(("Profile of the search", document.profile))
    if document.complaint and document.complaint != "none":
        made.append(("Complaint", document.complaint.replace("_", " ")))
    return [*made, *document.versions.items()]


def what_binds(document: FitDocument) -> str:
    """The limits that bind, in words; empty where nothing is to change."""
    if not document.change_needed:
        return ""
    return f"What binds it: {', '.join(document.binding) or 'no limit'}."


def _such_riders(document: FitDocument) -> str:
    """What the change is worth when the rider is not quite who the set-up says."""
    found = document.plausible_riders
    if found is None or not document.change_needed:
        return ""
    changes = ", ".join(
        f"{one.words} {signed(100 * found.change[one.key].low, 0, '')} to "
        f"{signed(100 * found.change[one.key].high, 0, '%')}"
        for one in document.judged_by
        if one.key in found.change
    )
    return (
        f"For {found.riders} riders as this one may be (lengths, mass and coordination a little "
        f"off): {changes}; for {found.as_good_now or 'none'} of them what they have now is as good."
    )
