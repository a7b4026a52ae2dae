"""`pedalfit export-osim`: a solved stroke as files for OpenSim."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Changes, SetUpPath
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import make_folder, write_text
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from sim.opensim_export.files import opensim_files


def export_osim(
    setup: SetUpPath,
    out: Annotated[Path, typer.Option(help="folder for the files")],
    changes: Changes = None,
) -> None:
    """Write a solved stroke for OpenSim: coordinates, pedal loads, activations and muscle forces."""
    set_up = read_set_up(setup, changes or [])
    with explained(set_up):
        files = opensim_files(seat_rider(set_up).simulate())
    make_folder(out)
    for name, text in files.items():
        write_text(out / name, text)
    console.print(f"{', '.join(files)} in {out}, for RajagopalLaiUhlrich2023.osim", soft_wrap=True)
