"""Many strokes: search, power-meter traces, calibration, recommendation and report."""
