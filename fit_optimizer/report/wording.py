"""Values in a fitter's words."""

from __future__ import annotations

from collections.abc import Sequence


def number(value: float, decimals: int) -> str:
    """A number with a typographic minus, and no minus at zero."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "\u2212")


def capitalised(words: str) -> str:
    """Words with a capital letter at the start, the others as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def with_unit(value: float, decimals: int, unit: str) -> str:
    """A number and its unit; a degree sign stands close."""
    return number(value, decimals) + (
        unit if unit.startswith("\u00b0") else f"\u00a0{unit}" if unit else ""
    )


def signed(value: float, decimals: int, unit: str) -> str:
    """A difference: always a sign, but for zero."""
    text = with_unit(value, decimals, unit)
    return f"+{text}" if float(f"{value:.{decimals}f}") > 0 else text


def saddle_cue(move_mm: float) -> str:
    """What to do to the saddle's height."""
    if abs(move_mm) < 0.5:
        return ""
    return f"{'raise' if move_mm > 0 else 'lower'} the saddle {abs(move_mm):.0f}\u00a0mm"


def rails_cue(setback_move_mm: float, post_carries_mm: float) -> str:
    """What to do on the rails when the seat post carries the saddle back (+) or forward (-)."""
    slide_mm = setback_move_mm - post_carries_mm
    if abs(slide_mm) < 0.5:
        return "leave" if abs(post_carries_mm) < 0.5 else "the seat post brings it there"
    slide = (
        f"slide {abs(slide_mm):.0f}\u00a0mm {'back' if slide_mm > 0 else 'forward'} on the rails"
    )
    if abs(post_carries_mm) < 0.5:
        return slide
    carried = "back" if post_carries_mm > 0 else "forward"
    return f"{slide}: the seat post carries it {abs(post_carries_mm):.0f}\u00a0mm {carried}"


def bar_move(forward_mm: float, up_mm: float) -> str:
    """A move of the bar in words; empty below half a millimetre."""
    parts = []
    if abs(up_mm) >= 0.5:
        parts.append(f"{abs(up_mm):.0f}\u00a0mm {'up' if up_mm > 0 else 'down'}")
    if abs(forward_mm) >= 0.5:
        parts.append(f"{abs(forward_mm):.0f}\u00a0mm {'forward' if forward_mm > 0 else 'back'}")
    return " and ".join(parts)


def torso_cue(now_deg: float, then_deg: float, bar: str) -> str:
    """What to do to the bar so that the torso comes to another angle."""
    if abs(then_deg - now_deg) < 0.25:
        return f"move the bar {bar} to keep the torso at {_short(then_deg)}\u00b0" if bar else ""
    verb = "raise" if then_deg > now_deg else "lower"
    torso = f"{verb} the torso from {_short(now_deg)} to {_short(then_deg)}\u00b0"
    return f"move the bar {bar} ({torso})" if bar else torso


def _short(value: float) -> str:
    """To a tenth, without a tenth that is nothing."""
    return number(value, 1).removesuffix(".0")


def part_cue(name: str, move: float, then: str) -> str:
    """What to do to a crank or a cleat."""
    if abs(move) < 0.05:
        return ""
    return f"{name.lower()} {then}"


def setback_move(move_mm: float) -> str:
    """What to do to the saddle's setback."""
    if abs(move_mm) < 0.5:
        return ""
    return (
        f"set the saddle {abs(move_mm):.0f}\u00a0mm further {'back' if move_mm > 0 else 'forward'}"
    )


def headline(cues: Sequence[str]) -> str:
    """The cues that ask for something, as one sentence."""
    asked = [cue for cue in cues if cue]
    if not asked:
        return "Nothing needs to change."
    text = "; ".join(asked)
    return f"{text[0].upper()}{text[1:]}."


def band_end(limited: str, at_value: bool, downwards: bool) -> str:
    """What ends a band on one side."""
    if limited != "end of the scan":
        return limited
    if at_value:
        return f"the search went no {'lower' if downwards else 'higher'}"
    return "nothing yet: the scan ends here"


def step_cost(slope: dict[str, float], words: dict[str, str]) -> str:
    """What one step up changes, by objective; `words` name them."""
    parts = [
        f"{words.get(name, name)} {signed(100 * share, 1, '%')}" for name, share in slope.items()
    ]
    return ", ".join(parts) or "not known: no stroke beside it"
