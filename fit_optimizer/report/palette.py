"""Colours of the figures: drawn as marker colours, written as CSS variables of the page.

The page sets the variables for light, dark and print; each has a light fallback. Okabe-Ito's
colours (Okabe & Ito 2008) stay apart for colour-blind readers.
"""

from __future__ import annotations

INK = "#010201"
MUTED = "#010202"
PAPER = "#010203"
FAINT = "#010204"
NOW = "#010205"
RECOMMENDED = "#010206"
LEFT = "#010207"
SHADE = "#010208"

CSS = {
    INK: "var(--ink, #1b1f24)",
    MUTED: "var(--muted, #59616b)",
    PAPER: "var(--paper, #ffffff)",
    FAINT: "var(--faint, #d5d9de)",
    NOW: "var(--now, #767676)",
    RECOMMENDED: "var(--recommended, #0072b2)",
    LEFT: "var(--left, #d55e00)",
    SHADE: "var(--shade, #e69f00)",
}
