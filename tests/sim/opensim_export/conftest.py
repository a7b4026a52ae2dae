"""One stroke, its export, and its export with the reference model where OpenSim and the model are here."""

from pathlib import Path

import pytest

from sim.opensim_export.files import opensim_files
from sim.opensim_export.with_model import opensim_files_with_model
from sim.stroke import Stroke
from tests.reference_model import MODEL
from tests.strategies import seated


@pytest.fixture(scope="package")
def stroke() -> Stroke:
    """Of a rider of another size than the reference model's, with legs that differ."""
    return seated(
        height_mm=1730.0,
        mass_kg=66.0,
        thigh_mm={"left": 424.0, "right": 418.0},
        toe_out_deg={"left": 3.0, "right": 1.0},
    ).simulate()


@pytest.fixture(scope="package")
def folder(stroke, tmp_path_factory) -> Path:
    """The export without a model."""
    return written(opensim_files(stroke), tmp_path_factory.mktemp("osim"))


@pytest.fixture(scope="package")
def osim():
    opensim = pytest.importorskip("opensim")
    if not MODEL.exists():
        pytest.skip(f"the reference model {MODEL} is not here")
    return opensim


@pytest.fixture(scope="package")
def with_model(osim, stroke, tmp_path_factory) -> Path:
    """The export with the scaled models and the tools' set-ups."""
    files = opensim_files_with_model(stroke, MODEL)
    return written(files, tmp_path_factory.mktemp("osim_with_model"))


def written(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
