"""Colours of the pictures of a stroke."""

from __future__ import annotations

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import ListedColormap, Normalize

INK = "#1b1f24"
MUTED = "#59616b"
BICYCLE = "#d3d8dd"
BODY = "#39424e"
BODY_EDGE = "#1d232b"
HELMET = "#e4e8ec"
FAR = "#a3abb5"
BONE = "#6b7683"
FORCE = "#0072b2"
PAPER = "#ffffff"

ACTIVATION = ListedColormap(colormaps["inferno"](np.linspace(0.22, 1.0, 256)), "activation")
"""Matplotlib's inferno without its blackest end: lightness rises evenly, so it is ordered for
colour-blind readers and in grey print."""

SCALE_TOPS = (0.25, 0.5, 0.75, 1.0)
"""Activations at which the colour scale may end."""


def activation_scale(highest: float) -> Normalize:
    """Colour scale from 0 to 25, 50, 75 or 100 % activation: the narrowest that holds the highest."""
    return Normalize(0.0, next((top for top in SCALE_TOPS if highest <= top), 1.0))
