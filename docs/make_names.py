"""Writes `docs/names.md` from the tables of the code: `python docs/make_names.py`."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.documents.compare import CompareDocument
from fit_optimizer.documents.emg import EmgDocument
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.forward import ForwardDocument
from fit_optimizer.documents.indices import IndicesDocument
from fit_optimizer.documents.inverse import InverseDocument
from fit_optimizer.documents.part import Document, Part
from fit_optimizer.documents.pose import PoseDocument
from fit_optimizer.documents.stroke import StrokeDocument
from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.documents.trace import TraceDocument
from fit_optimizer.documents.validation import ValidationDocument
from fit_optimizer.setup.adjustments import in_order_of_work
from fit_optimizer.setup.key_table import Key, set_up_keys
from rider_models.arrays import Joint, angle_name
from rider_models.muscle_groups import COACHED_GROUPS, MUSCLE_GROUPS
from rider_models.units import UNITS, unit_of
from sim.metric_table import FORWARD_METRICS, METRICS, Metric
from sim.work_sectors import SECTORS

PAGE = Path(__file__).with_name("names.md")

DOCUMENTS: tuple[type[Document], ...] = (
    StrokeDocument,
    FitDocument,
    CompareDocument,
    ForwardDocument,
    EmgDocument,
    TraceDocument,
    PoseDocument,
    InverseDocument,
    TechniqueDocument,
    ValidationDocument,
    IndicesDocument,
)

FIELD_HEADS = ("name", "unit", "holds", "what it is")

HEAD = """# Names

Every name in files and on the command line, with its unit and sign. This page is made from the
tables of the code by `python docs/make_names.py`.
"""

SYMBOLS = (
    (
        "crank angle",
        "0 at top dead centre of the side in question, growing in the direction of pedalling; "
        "90 deg is the crank forward",
    ),
    ("x, y, z", "forward, to the rider's left, up; origin at the middle of the bottom bracket"),
    (
        "flexion, dorsiflexion",
        "+ closes the joint: thigh towards the pelvis, heel towards the thigh, toes towards the shank",
    ),
    ("moment of a joint", "+ in the direction of flexion: of muscles and passive tissue together"),
    ("pedal force", "force of the foot on the pedal"),
    ("crank torque", "+ drives the bicycle"),
    ("P+, P-", "mean of the positive and of the negative part of a leg's crank power"),
    ("BW", "body weight of the rider"),
)

SIGNS = {
    Joint.HIP_FLEXION: "thigh forward of the pelvis",
    Joint.HIP_ADDUCTION: "thigh towards the midline",
    Joint.HIP_ROTATION: "front of the thigh towards the midline",
    Joint.KNEE_FLEXION: "heel towards the thigh; 0 is straight",
    Joint.ANKLE_DORSIFLEXION: "toes towards the shank; 0 is square",
    Joint.SUBTALAR_INVERSION: "sole towards the midline",
}


def names_page() -> str:
    """The whole page."""
    parts = [
        HEAD,
        section("Symbols and signs", table(("symbol", "what it is"), SYMBOLS)),
        section("Units", table(("ends with", "unit"), ((f"`_{u.suffix}`", u.word) for u in UNITS))),
        section(
            "Joint angles",
            table(("name", "+ is"), ((f"`{angle_name(j)}`", SIGNS[j]) for j in Joint)),
        ),
        section(
            "Keys of a set-up",
            table(
                ("key", "table", "unit", "allowed", "default", "what it is"),
                (_key_row(key) for key in set_up_keys()),
            ),
            "A default of -- follows from body size and custom; of a key that every set-up needs, "
            "there is none. Keys marked with * may differ between the legs: "
            "`{ left = 430, right = 425 }`.",
        ),
        section("What a search may change", _adjustments()),
        section(
            "What a fit is judged by",
            table(
                ("key", "unit", "counts from", "what it is"),
                (
                    (
                        f"`{o.key}`",
                        unit_of(f"_{o.unit}").word,
                        f"{100 * o.matters:g} %",
                        f"{o.words}: {o.explained}",
                    )
                    for o in OBJECTIVES
                ),
            ),
        ),
        section(
            "Metrics of a stroke",
            _metrics(METRICS),
            "Of two legs: the larger, the smaller, the mean, or the mean direction around the "
            "circle; `stroke` metrics are of both legs together. A name with a dot stands within "
            "the part before it.",
        ),
        section("Metrics of a forward ride", _metrics(FORWARD_METRICS)),
        section(
            "Muscle groups",
            table(
                ("group", "default weight", "riders say", "muscles"),
                (
                    (
                        f"`{g.name}`",
                        f"{g.default_weight:g}",
                        next(c.words for c in COACHED_GROUPS if c.key == g.coached_as),
                        ", ".join(g.muscles),
                    )
                    for g in MUSCLE_GROUPS
                ),
            ),
        ),
        section(
            "Sectors of the clock",
            table(
                ("part", "from deg", "to deg", "in words"),
                ((f"`{s.key}`", f"{s.arc[0]:g}", f"{s.arc[1]:g}", s.words) for s in SECTORS),
            ),
        ),
        *(
            section(
                f"Document `{kind.SCHEMA}`",
                table(FIELD_HEADS, _fields(kind)),
                first_sentence(kind),
            )
            for kind in DOCUMENTS
        ),
        section(
            "Parts of documents",
            "\n".join(
                f"`{kind.__name__}`: {first_sentence(kind)}\n\n{table(FIELD_HEADS, _fields(kind))}"
                for kind in parts_within(DOCUMENTS)
            ),
        ),
    ]
    return "\n".join(parts)


def section(title: str, body: str, words: str = "") -> str:
    """A part of the page under its heading."""
    said = f"{words}\n\n" if words else ""
    return f"## {title}\n\n{said}{body}"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _key_row(key: Key) -> tuple[str, ...]:
    default = "none" if key.required else "--" if key.default is None else f"{key.default}"
    bounds = ", ".join(key.choices) if key.low is None else f"{key.low:g} to {key.high:g}"
    name = f"`{key.name}`{'*' if key.per_leg else ''}"
    return name, ".".join(key.path[:-1]), key.unit.word, bounds, default, key.meaning


def _adjustments() -> str:
    rows = []
    for one in in_order_of_work():
        how = one.search
        profile, step = ("follows", "") if how is None else (how.profile, f"{how.tool_step:g}")
        rows.append((f"`{one.key}`", one.unit.word, profile, step, one.measured_along))
    heads = ("key", "unit", "searched", "step", "measured along")
    return (
        "In the order of a fitter's work. `basic` and `full` are profiles of `[search]`; what is "
        "`asked` is searched where `[search]` gives it bounds.\n\n" + table(heads, rows)
    )


def _metrics(metrics: Iterable[Metric]) -> str:
    rows = ((f"`{m.name}`", m.unit.word, m.legs.value, m.words, m.source) for m in metrics)
    return table(("name", "unit", "of two legs", "in words", "definition"), rows)


def _fields(kind: type[Part]) -> Iterable[tuple[str, str, str, str]]:
    """Names of a part with unit and what they are; parts within it stand in their own table."""
    docs = field_docs(kind)
    for name, field in kind.model_fields.items():
        written = field.serialization_alias or name
        inside = " or ".join(f"`{part.__name__}`" for part in parts_of(field.annotation))
        yield f"`{written}`", unit_of(written).word, inside, docs[name]


def parts_within(kinds: Iterable[type[Part]]) -> list[type[Part]]:
    """Every part that some documents are made of, each once."""
    found: dict[type[Part], None] = {}
    for kind in kinds:
        for field in kind.model_fields.values():
            inner = parts_of(field.annotation)
            found |= dict.fromkeys([*inner, *parts_within(inner)])
    return list(found)


def parts_of(annotation: Any) -> list[type[Part]]:
    """The kinds of part that a field may hold; of a ride and a refusal, both."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [part for inner in get_args(annotation) for part in parts_of(inner)]


def field_docs(kind: type[Part]) -> dict[str, str]:
    """What stands below each field of a part and of the parts it is made from."""
    docs: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if issubclass(base, Part) and base is not Part:
            (tree,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
            assert isinstance(tree, ast.ClassDef)
            for node, after in zip(tree.body, tree.body[1:], strict=False):
                if isinstance(node, ast.AnnAssign) and isinstance(after, ast.Expr):
                    docs[ast.unparse(node.target)] = ast.literal_eval(after.value)
    return docs


def first_sentence(kind: type[Any]) -> str:
    """The first paragraph of a class's docstring."""
    return inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]


if __name__ == "__main__":
    PAGE.write_text(names_page(), encoding="utf-8")
