"""How far apart bursts of model and electrodes lie: later is positive, and electrodes see excitation."""

from types import SimpleNamespace

import numpy as np
import pytest

from fit_optimizer.technique.emg_agreement import Agreement, emg_agreement
from rider_models.emg_envelopes import GROUP_OF_ELECTRODE, envelope_at, envelopes

STUDY = "wilkinson"
ANGLE_DEG = np.arange(0.0, 360.0, 2.0)


@pytest.fixture
def agreement(monkeypatch):
    """Agreement by electrode of a model whose muscles follow the study's envelopes so much later (deg)."""
    cycle = SimpleNamespace(
        crank_angle=np.deg2rad(ANGLE_DEG), crank_speed=np.full(len(ANGLE_DEG), 8.0)
    )
    leg = SimpleNamespace(problem=SimpleNamespace(cycle=cycle))

    def found(late_deg: float) -> dict[str, Agreement]:
        curves = dict.fromkeys(GROUP_OF_ELECTRODE.values(), np.ones(len(ANGLE_DEG)))
        for electrode in envelopes(STUDY)[1]:
            curves[GROUP_OF_ELECTRODE[electrode]] = envelope_at(
                STUDY, electrode, ANGLE_DEG - late_deg
            )
        home = "fit_optimizer.technique.emg_agreement.group_activation"
        monkeypatch.setattr(home, lambda _: curves)
        return {one.electrode: one for one in emg_agreement(leg) if one.study == STUDY}

    return found


def test_muscles_that_work_later_are_told_to_be_later(agreement):
    now, later = agreement(0.0), agreement(20.0)
    assert len(now) == len(envelopes(STUDY)[1])
    for electrode, one in now.items():
        moved = (later[electrode].late_deg - one.late_deg) % 360
        assert moved == pytest.approx(20.0, abs=1e-6)
        assert -180 <= later[electrode].late_deg <= 180


def test_what_electrodes_see_becomes_an_activation_before_it_is_compared(agreement):
    """Activation follows excitation: a model that were active as the electrodes see would come too early."""
    of_own_group = {GROUP_OF_ELECTRODE[electrode]: electrode for electrode in envelopes(STUDY)[1]}
    found = agreement(0.0)
    assert all(-40 < found[electrode].late_deg < -1 for electrode in of_own_group.values())
