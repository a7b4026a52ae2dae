"""A matplotlib figure as inline SVG: deterministic, text kept as text, a text alternative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

from markupsafe import Markup, escape
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.figure import Figure

from fit_optimizer.report.palette import CSS, INK, MUTED

WIDTH_IN = 4.6
"""Figure width; at a phone's 360 px a point is about a pixel, so 9 pt text stays readable."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "pedalfit",
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 9.0,
    "lines.linewidth": 1.8,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True)
class Picture:
    """A figure of the page: `title` and `description` are its text alternative."""

    key: str
    title: str
    description: str
    svg: Markup


@contextmanager
def drawing_style() -> Iterator[None]:
    """Matplotlib's own defaults and the report's style, whatever the user's settings are."""
    with rc_context():
        rcdefaults()
        rcParams.update(_STYLE)
        yield


def picture(figure: Figure, key: str, title: str, description: str) -> Picture:
    """The figure as inline SVG; its ids start with `key`, so that figures do not clash."""
    with drawing_style():
        out = StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata=_NO_METADATA)
    return Picture(
        key, title, description, Markup(_inline(out.getvalue(), key, title, description))
    )


def _inline(text: str, key: str, title: str, description: str) -> str:
    found = re.search(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>', text, re.DOTALL)
    assert found
    body = text[found.end() :]
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{key}-', body)
    body = re.sub(r'xlink:href="#', f'href="#{key}-', body)
    body = body.replace("url(#", f"url(#{key}-")
    body = re.sub(r"'DejaVu Sans'[^;\"]*", "system-ui, sans-serif", body)
    for marker, css in CSS.items():
        body = body.replace(marker, css)
    head = (
        f'<svg viewBox="{found.group(1)}" role="img" aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(description)}</desc>'
    )
    return head + body.strip()
