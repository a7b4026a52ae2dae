"""Films from Python: read, fitted, and the muscles behind them, with nothing but `pf`."""

from __future__ import annotations

from pathlib import Path

import pytest

import fit_optimizer as pf
from tests.fit_optimizer.pose import written
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "film.trc"
    path.write_text(written.trc(filmed(a_set_up(), Film(seconds=5, noise_m=0.002))))
    return path


def test_a_film_is_read_fitted_and_turned_into_muscles(film: Path) -> None:
    pose = pf.read_pose(film)
    assert pose.cadence_rpm == pytest.approx(81, abs=0.5)
    fit = pf.fit_pose(a_set_up(), pose)
    assert fit.after["right"]["knee_flexion"].rms < 1.0
    stroke = pf.inverse(a_set_up(), pose).inverse.stroke
    power = stroke.total_crank_torque.mean() * stroke.riding.crank_speed
    assert power == pytest.approx(200, rel=0.01)


def test_what_cannot_be_read_is_a_pedalfit_error(tmp_path: Path) -> None:
    with pytest.raises(pf.PedalfitError):
        pf.read_pose(tmp_path / "nothing.trc")
