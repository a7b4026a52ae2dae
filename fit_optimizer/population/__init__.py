"""Simulated riders of many sizes, and where a figure of one rider lies among theirs."""
