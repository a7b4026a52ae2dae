"""A muscle group is one row: every muscle has a group, every group a weight and a name that riders know."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fit_optimizer.drawing.palette import GROUPS
from rider_models.coordination import COORDINATION_KEYS
from rider_models.data_tables import rows_of
from rider_models.muscle_groups import (
    COACHED_GROUPS,
    GROUP_OF_MUSCLE,
    MUSCLE_GROUPS,
    groups_coached_as,
    read_muscle_groups,
)
from rider_models.muscle_paths import MUSCLES

ROOT = Path(__file__).parents[2]


def test_every_muscle_is_in_one_group():
    named = [muscle for group in MUSCLE_GROUPS for muscle in group.muscles]
    assert sorted(named) == sorted(MUSCLES)
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("group", MUSCLE_GROUPS, ids=lambda group: group.name)
def test_a_group_has_a_weight_and_is_coached_once(group):
    assert group.name in COORDINATION_KEYS
    assert [one.key for one in COACHED_GROUPS if group.name in groups_coached_as(one.key)] == [
        group.coached_as
    ]


@pytest.mark.parametrize("group", COACHED_GROUPS, ids=lambda group: group.key)
def test_a_coached_group_has_muscles_words_and_a_colour(group):
    assert groups_coached_as(group.key)
    assert group.words
    assert group.key in GROUPS


def test_the_muscles_that_press_on_the_back_of_the_knee_bend_it():
    behind = [muscle for g in MUSCLE_GROUPS if g.behind_knee for muscle in g.muscles]
    assert {GROUP_OF_MUSCLE[m] for m in behind} >= {"hamstrings", "gastrocnemius"}
    assert not {"vaslat", "recfem", "soleus"} & {*behind}


def test_a_group_that_is_coached_as_nothing_known_is_refused(tmp_path):
    table = tmp_path / "groups.csv"
    table.write_text(
        "group,coached_as,words,behind_knee,under_skin,muscles,default_weight\n"
        "soleus,feet,soleus,no,yes,soleus,1\n"
    )
    with pytest.raises(ValueError, match="soleus is coached as 'feet': allowed is quadriceps"):
        read_muscle_groups(table)


def test_comments_in_a_table_are_no_rows():
    assert rows_of(["# where from", "a,b", "1,2"]) == [{"a": "1", "b": "2"}]


RIDE = """
import json, sys
import numpy as np
from fit_optimizer.rides.ride_document import ride_document
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.muscle_groups import GROUP_OF_MUSCLE
from tests.strategies import set_up
tables = set_up(power_w=200.0)
tables["rider"]["coordination"] = {"peroneals": 2.67}
ride = ride_document(parse_set_up(tables))
def off(part):
    others = part.passive_w + part.pelvis_w + part.limb_w
    return abs(sum(part.muscle_w.values()) + others - part.crank_w)
print(json.dumps({
    "group": GROUP_OF_MUSCLE["perlong"],
    "key": ride.fit["peroneals"],
    "off": max(off(part) for leg in (ride.work.left, ride.work.right) for part in leg.sectors),
    "calf": sum(part.muscle_w["calf"] for part in ride.work.right.sectors),
}))
"""


def ridden(folder: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", RIDE],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"},
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_more_group_is_one_more_row_and_the_work_still_adds_up(tmp_path):
    """The peroneals, so far with the soleus, get a group of their own at the same weight."""
    for package in ("sim", "fit_optimizer", "tests"):
        (tmp_path / package).symlink_to(ROOT / package)
    shutil.copytree(ROOT / "rider_models", tmp_path / "rider_models")
    table = tmp_path / "rider_models" / "data" / "muscle_groups.csv"
    text = table.read_text()
    split = text.replace(" perbrev perlong", "")
    assert split != text
    row = "peroneals,calf,,no,no,perbrev perlong,2.67\n"
    table.write_text(split + row)
    found = ridden(tmp_path)
    assert found["group"] == "peroneals"
    assert found["key"] == 2.67
    assert found["off"] < 0.01
    assert found["calf"] > 5
