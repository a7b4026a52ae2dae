"""A schema's number: new fields that may be absent keep it, and documents of the number before are still read."""

from typing import Any

import pytest

from fit_optimizer.documents.compare import CompareDocument
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.forward import ForwardDocument
from fit_optimizer.documents.part import Document, Part, ReportError, Schema
from fit_optimizer.documents.stroke import StrokeDocument
from fit_optimizer.documents.trace import TraceDocument

EVERY = (CompareDocument, FitDocument, ForwardDocument, StrokeDocument, TraceDocument)


class Leg(Part):
    torque_nm: list[float]


class Toy(Document):
    """A document whose second number has renamed a field, and whose third a field more."""

    SCHEMA = Schema("toy", 2)

    power_w: float
    leg: Leg | None = None

    @classmethod
    def of_older(cls, document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "power_w": document["watts"]}


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: str(kind.SCHEMA))
def test_every_document_has_a_schema_of_its_own(kind):
    assert str(kind.SCHEMA).startswith("pedalfit.")
    assert len({str(one.SCHEMA) for one in EVERY}) == len(EVERY)
    with pytest.raises(ReportError, match=f"what is wanted is '{kind.SCHEMA}'"):
        kind.read({"schema": "pedalfit.sweep/1"})


def test_what_is_written_is_read_again_with_the_schema_first():
    toy = Toy(power_w=200.0, leg=Leg(torque_nm=[1.0, 2.0]))
    written = toy.as_json()
    assert next(iter(written.items())) == ("schema", "toy/2")
    assert Toy.read(written) == toy
    assert Toy.read(toy) is toy


def test_what_a_maker_leaves_out_is_not_written():
    assert Toy(power_w=200.0).as_json() == {"schema": "toy/2", "power_w": 200.0}
    assert Toy(power_w=200.0, leg=None).as_json()["leg"] is None


def test_the_number_before_is_read_and_the_one_before_that_is_not():
    assert Toy.read({"schema": "toy/1", "watts": 150.0}) == Toy(power_w=150.0)
    for schema in ("toy/0", "toy/3", "other/2", None, 2):
        with pytest.raises(ReportError, match=r"the document (has|names no) schema"):
            Toy.read({"schema": schema, "power_w": 200.0})


def test_keys_of_a_later_version_are_passed_over():
    assert Toy.read({"schema": "toy/2", "power_w": 200.0, "later": 1}) == Toy(power_w=200.0)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"schema": "toy/2"}, "lacks power_w"),
        ({"schema": "toy/2", "power_w": float("nan")}, "cannot be read at power_w"),
        ({"schema": "toy/2", "power_w": 200.0, "leg": {}}, "lacks leg.torque_nm"),
        ([], "names no schema"),
    ],
)
def test_what_cannot_be_read_is_named_in_a_sentence(document, words):
    with pytest.raises(ReportError, match=words):
        Toy.read(document)
