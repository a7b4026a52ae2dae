"""What every figure of a report is drawn with."""
