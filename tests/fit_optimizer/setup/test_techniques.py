"""Every technique of the table: complete, rideable, with a strength that a study or a neighbour gives."""

import numpy as np
import pytest

from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.techniques import TECHNIQUES, TechniqueError, read_techniques, technique
from sim.pedalling_metrics import stroke_metrics
from tests.strategies import seated


@pytest.fixture(scope="module")
def as_ever():
    return seated().simulate()


@pytest.mark.parametrize("key", TECHNIQUES)
def test_every_technique_is_told_in_words_and_ridden(key, as_ever):
    told = TECHNIQUES[key]
    for words in (told.words, told.does, told.feel, told.meter, told.source):
        assert words.strip()
    stroke = seated(technique=key).simulate()
    power = (stroke.total_crank_torque * stroke.crank_speed).mean()
    assert power == pytest.approx(200, rel=1e-6)
    same = np.array_equal(stroke.right.crank_torque, as_ever.right.crank_torque)
    assert same == (key == AS_EVER)


@pytest.mark.parametrize("key", TECHNIQUES)
def test_a_share_of_nought_is_the_rider_as_ever_bit_for_bit(key, as_ever):
    stroke = seated(technique=key, technique_pct=0.0).simulate()
    np.testing.assert_array_equal(stroke.right.crank_torque, as_ever.right.crank_torque)


@pytest.mark.parametrize("key", TECHNIQUES)
def test_every_strength_says_where_it_is_from(key):
    told = TECHNIQUES[key]
    if told.force or told.muscle:
        assert told.strength > 0
        assert told.fit is not None or TECHNIQUES[told.strength_of].fit is not None
    else:
        assert told.strength == 0


def test_half_a_technique_lies_between_none_and_all_of_it(as_ever):
    found = [
        stroke_metrics(seated(technique="pull", technique_pct=100 * share).simulate())
        for share in (0.0, 0.5, 1.0)
    ]
    effectiveness = [one["torque_effectiveness_pct"] for one in found]
    assert effectiveness[0] < effectiveness[1] < effectiveness[2]


def test_an_unknown_technique_names_the_nearest():
    with pytest.raises(TechniqueError, match="did you mean kick_and_pull"):
        technique("kick-and-pul")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "words"),
        ('strength_of = "nobody"', "nobody has no fitted strength"),
        ("strength = 1.0", "either a fitted strength or strength_of"),
        (
            'strength_of = "pull"\nmuscle = [{ muscles = ["wings"], from_deg = 0, to_deg = 9, share = 1 }]',
            "wings is no muscle",
        ),
        ("speed = 2", "speed"),
    ],
)
def test_a_broken_row_is_named(tmp_path, text, complaint):
    said = (
        ""
        if not text
        else "\n".join(f'{key} = "x"' for key in ("words", "does", "feel", "meter", "source"))
    )
    table = tmp_path / "techniques.toml"
    pull = (
        '[pull]\nwords="x"\ndoes="x"\nfeel="x"\nmeter="x"\nsource="x"\nstrength=1.0\n'
        '[pull.fit]\nstudy="x"\nrider={}\nriding={}\nmetric="x"\nchange=1\nlargest=1\nholds="x"\n'
    )
    table.write_text(f"{pull}[broken]\n{said}\n{text}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="broken") as told:
        read_techniques(table)
    assert complaint in str(told.value)
