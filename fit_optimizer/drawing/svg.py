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

from fit_optimizer.drawing.palette import INK, MUTED, for_page, for_paper

WIDTH_IN = 4.6
"""Width of a large figure; at a phone's 360 px a point is about a pixel, so 9 pt stays readable."""
COLUMN_IN = 3.3
"""Width of a figure of the fit report: three stand side by side on paper, where 8.5 pt become 6."""
COLUMN_HEIGHT_IN = 2.75
SMALL_PT = 7.8
"""Height of a figure of the fit report (in), and size of its small print: by eye."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "pedalfit",
    "font.size": 8.5,
    "axes.titlesize": 9.0,
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
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.7,
    "axes.titlepad": 4.0,
    "axes.labelpad": 2.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "hatch.linewidth": 0.6,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure: `title` and `description` are its text alternative.

    `svg` stands inline in the page and takes its colours; `paper` is a whole SVG document in plain
    colours. `aspect` is width over height.
    """

    key: str
    title: str
    description: str
    svg: Markup
    paper: str
    aspect: float

    def __repr__(self) -> str:
        return f"Picture({self.title})"

    def _repr_svg_(self) -> str:
        return self.paper


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
    box, body = _body(out.getvalue(), key)
    head = (
        f'<svg viewBox="{box}" preserveAspectRatio="xMidYMin" role="img" aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(description)}</desc>'
    )
    page = re.sub(r"'DejaVu Sans'[^;\"]*", "system-ui, sans-serif", body)
    width, height = box.split()[2:]
    namespace = 'xmlns="http://www.w3.org/2000/svg"'
    paper = f'<svg {namespace} width="{width}" height="{height}" viewBox="{box}">{for_paper(body)}'
    aspect = float(width) / float(height)
    return Picture(key, title, description, Markup(head + for_page(page)), paper, aspect)


def _body(text: str, key: str) -> tuple[str, str]:
    """View box and content of matplotlib's SVG, to the closing tag."""
    found = re.search(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>', text, re.DOTALL)
    assert found
    body = text[found.end() :]
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{key}-', body)
    body = re.sub(r'xlink:href="#', f'href="#{key}-', body)
    body = body.replace("url(#", f"url(#{key}-")
    return found.group(1), body.strip()
