"""Tables of recordings, their comparison with a set-up, and calibrations, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rich import box
from rich.markup import escape
from rich.table import Table

from fit_optimizer.calibration.calibrate import Calibration
from fit_optimizer.calibration.outcome import error_words
from fit_optimizer.documents.trace import BySide, CurveFound, TraceDocument
from fit_optimizer.trace_check.verdict import metric_words
from sim.metric_table import METRIC

DASH = "-"


def trace_tables(document: TraceDocument) -> Iterator[Table]:
    """Bins, errors by metric and torque curve of a trace document, as far as it has them."""
    if document.bins:
        yield _bins(document)
    if document.rms_error:
        yield _errors(document)
    if document.curve is not None and document.curve.legs:
        yield _curve(document.file, document.curve)


def left_out(document: TraceDocument) -> str:
    """How many records the bins hold, and why the others are left out."""
    reasons = [f"{reason} ({count})" for reason, count in document.left_out.items() if count]
    others = f"; left out: {', '.join(reasons)}" if reasons else ""
    return f"{document.used} of {document.records} records are in the bins{others}."


def _plain_table(title: str, *headings: str, left: tuple[str, ...] = ("",)) -> Table:
    table = Table(title=escape(title), box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in headings:
        justify: Literal["left", "right"] = "left" if heading in left else "right"
        table.add_column(heading, justify=justify, overflow="fold")  # no figure is cut off
    return table


def _bins(document: TraceDocument) -> Table:
    """Medians with their spread; below each side's, where a set-up was compared, its simulation."""
    offset = any(each.platform_offset_mm for each in document.bins)
    table = _plain_table(
        f"{document.file}: {document.device or 'unknown device'}",
        *("W", "rpm", "n", "side", "TE %", "PS %", "phase deg", "peak phase", "right %"),
        *(("offset mm",) if offset else ()),
        left=("side",),
    )
    for each in document.bins:
        head = (f"{each.power_w:.0f}", f"{each.cadence_rpm:.0f}", str(each.records))
        offsets = each.platform_offset_mm
        parts = [each.recorded, each.spread, each.simulated]
        if "right" in each.recorded:
            parts = [_balance_with_right(figures) for figures in parts]
        recorded, spread, simulated = parts
        if not recorded and not offsets:
            table.add_row(*head, "none", *_cells({}, {}), *("",) * offset)
        for side in ("both", "left", "right"):
            figures = recorded.get(side, {})
            if not figures and side not in offsets:
                continue
            last = (f"{offsets[side].median:.0f}" if side in offsets else "",) * offset
            table.add_row(*head, side, *_cells(figures, spread.get(side, {})), *last)
            if simulated:
                shown = {name: simulated[side][name] for name in figures}
                table.add_row("", "", "", "model", *_cells(shown, {}), style="cyan")
            head = ("", "", "")
        if each.refusal:
            table.add_row(*head, " cannot be ridden", style="red")
    return table


def _balance_with_right(figures: BySide) -> BySide:
    """A bin's figures with the balance, which is the right leg's share, among that leg's."""
    if "balance_right_pct" not in figures.get("both", {}):
        return figures
    both = dict(figures["both"])
    share = both.pop("balance_right_pct")
    return {**figures, "both": both, "right": {**figures["right"], "balance_right_pct": share}}


def _cells(figures: dict[str, float], spread: dict[str, float]) -> tuple[str, ...]:
    def number(key: str, digits: int) -> str:
        if key not in figures:
            return DASH
        about = f"±{spread[key]:.{digits}f}" if key in spread else ""
        return f"{figures[key]:.{digits}f}{about}"

    def arc(name: str) -> str:
        edges = [number(f"{name}_{edge}_deg", 0) for edge in ("start", "end")]
        known = any(edge != DASH for edge in edges)
        return "-".join("?" if edge == DASH else edge for edge in edges) if known else DASH

    smoothness = "pedal_smoothness_pct"
    if smoothness not in figures:
        smoothness = "combined_smoothness_pct"
    return (
        number("torque_effectiveness_pct", 1),
        number(smoothness, 1),
        arc("power_phase"),
        arc("peak_power_phase"),
        number("balance_right_pct", 0),
    )


def _errors(document: TraceDocument) -> Table:
    """Typical and mean error by metric, over bins and sides."""
    table = _plain_table(
        "simulated less recorded, over bins and sides",
        *("", "rms error", "unit", "in own spread", "mean error"),
        left=("", "unit"),
    )
    for metric, error in document.rms_error.items():
        name, unit = metric_words(metric)
        spreads, mean = document.rms_error_in_spreads[metric], document.mean_error[metric]
        table.add_row(name, f"{error:.1f}", unit, f"{spreads:.1f}", f"{mean:+.1f}")
    return table


def _curve(file: str, curve: CurveFound) -> Table:
    """Figures of each leg's torque curve, and of both together; simulated beside where compared."""
    compared = any(leg.simulated is not None for leg in curve.legs.values())
    table = _plain_table(
        f"{file}: torque curve",
        *("", "recorded", *(("simulated",) if compared else ()), "unit"),
        left=("", "unit"),
    )
    unit = curve.unit
    rows = (("peak", unit, 1), ("peak_angle_deg", "deg", 0), ("lowest", unit, 1), ("mean", unit, 1))
    for side, leg in curve.legs.items():
        of_side = _columns(leg.figures, compared)
        for key, its_unit, digits in rows:
            if key == "peak_angle_deg" and not curve.positions_known:
                continue
            words = key.removesuffix("_deg").replace("_", " ")
            shown = [f"{figures[key]:.{digits}f}" for figures in of_side]
            table.add_row(f"{side}: {words}", *shown, its_unit)
        if compared:
            table.add_row(f"{side}: rms error", "", f"{leg.rms_error_nm or 0:.1f}", unit)
            if leg.rms_error_in_spreads is not None:
                own = f"{leg.rms_error_in_spreads:.1f}"
                table.add_row(f"{side}: rms error in own spread", "", own, "")
            table.add_row(f"{side}: correlation", "", f"{leg.correlation or 0:.3f}", "")
    spots = _columns(curve.dead_spots, compared)
    for name in ("dead_centre_size_pct", "dead_spot_width_deg"):
        metric = METRIC[name]
        table.add_row(metric.words, *(f"{one[name]:.0f}" for one in spots), metric.unit.word)
    return table


def _columns(
    figures: dict[str, float | dict[str, float]], compared: bool
) -> list[dict[str, float]]:
    """Numbers of what was recorded and, where a set-up was compared, of what was simulated."""
    if compared:
        return [of for of in figures.values() if isinstance(of, dict)]
    return [{key: value for key, value in figures.items() if isinstance(value, float)}]


def calibration_tables(result: Calibration) -> Iterator[Table]:
    """Errors before and after over fitted and held-out bins; published loads and moments likewise."""
    before, after = result.before.errors, result.after.errors
    table = _plain_table(
        "rms error",
        *("", "fitted before", "after", "held out before", "after", "unit"),
        left=("", "unit"),
    )
    for metric in {**after["fitted"], **after["held out"]}:
        cells = [
            f"{errors[metric]:.1f}" if metric in errors else DASH
            for part in ("fitted", "held out")
            for errors in (before[part], after[part])
        ]
        name, unit = error_words(metric)
        table.add_row(name, *cells, unit)
    yield table
    table = _plain_table(
        "published loads, work and moment shapes with the rider's weights",
        *("", "published", "before", "after"),
    )
    for was, now in zip(result.before.physiology, result.after.physiology, strict=True):
        name = f"{now.condition}: {now.metric.replace('_', ' ')}"
        table.add_row(
            name, now.wanted, *(f"{value:.3g}" for value in (was.simulated, now.simulated))
        )
    yield table
