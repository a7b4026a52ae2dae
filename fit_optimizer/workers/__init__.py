"""Processes that ride strokes, here or on a cluster."""
