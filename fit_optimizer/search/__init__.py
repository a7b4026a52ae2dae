"""Trials, proposals and the Pareto front of a search."""
