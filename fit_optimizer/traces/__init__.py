"""Power-meter and laboratory traces: what a file recorded, and its bins of power and cadence.

trace = read_trace("ride.fit")
table = group_in_bins(trace.recording)
"""

from fit_optimizer.traces.bins import Bin, BinTable, LegMetrics, Summary, group_in_bins
from fit_optimizer.traces.bins_csv import PROVENANCE, read_bins_csv, write_bins_csv
from fit_optimizer.traces.circular import (
    arc_deg,
    circular_mean_deg,
    circular_median_deg,
    circular_spread_deg,
)
from fit_optimizer.traces.measured import Measured, read_measured
from fit_optimizer.traces.reader import read_trace
from fit_optimizer.traces.recording import (
    LEG_METRICS,
    LegRecords,
    Recording,
    Sides,
    TorqueCurve,
    TraceError,
)
from fit_optimizer.traces.steady import Steadiness, left_out_reasons
from fit_optimizer.traces.stroke_metrics import StrokeMetrics, metrics_of_strokes
from fit_optimizer.traces.trace import Trace

__all__ = [
    "LEG_METRICS",
    "PROVENANCE",
    "Bin",
    "BinTable",
    "LegMetrics",
    "LegRecords",
    "Measured",
    "Recording",
    "Sides",
    "Steadiness",
    "StrokeMetrics",
    "Summary",
    "TorqueCurve",
    "Trace",
    "TraceError",
    "arc_deg",
    "circular_mean_deg",
    "circular_median_deg",
    "circular_spread_deg",
    "group_in_bins",
    "left_out_reasons",
    "metrics_of_strokes",
    "read_bins_csv",
    "read_measured",
    "read_trace",
    "write_bins_csv",
]
