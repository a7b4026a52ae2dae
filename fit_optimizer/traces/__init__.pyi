"""Names of `fit_optimizer.traces`, loaded when they are first used."""

from .bins import Bin, BinTable, LegMetrics, Summary, group_in_bins
from .bins_csv import PROVENANCE, read_bins_csv, write_bins_csv
from .circular import (
    arc_deg,
    circular_mean_deg,
    circular_median_deg,
    circular_spread_deg,
)
from .measured import Measured, read_measured
from .reader import read_trace
from .recording import (
    LEG_METRICS,
    LegRecords,
    Recording,
    Sides,
    TorqueCurve,
    TraceError,
)
from .steady import Steadiness, left_out_reasons
from .stroke_metrics import StrokeMetrics, metrics_of_strokes
from .trace import Trace

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
