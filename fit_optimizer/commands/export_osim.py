"""`pedalfit export-osim`: a solved stroke as files for OpenSim."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Changes, SetUpPath
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import check_folder, make_folder, write_text
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from sim.opensim_export.files import opensim_files
from sim.opensim_export.scaled_model import read_reference
from sim.opensim_export.with_model import opensim_files_with_model


def export_osim(
    setup: SetUpPath,
    out: Annotated[Path, typer.Option(help="folder for the files")],
    changes: Changes = None,
    model: Annotated[
        Path | None,
        typer.Option(
            help="RajagopalLaiUhlrich2023.osim: writes it as this rider, with set-ups for OpenSim's tools"
        ),
    ] = None,
) -> None:
    """Write a solved stroke for OpenSim: motion, loads, activations, muscle forces and, from a model, the rider."""
    set_up = read_set_up(setup, changes or [])
    if model is not None:
        read_reference(model)
    seated = seat_rider(set_up)
    check_folder(out)
    with explained(set_up):
        stroke = seated.simulate()
        files = (
            opensim_files(stroke, seated.elbow_bend, seated.shoulder_angle)
            if model is None
            else opensim_files_with_model(stroke, model, seated.elbow_bend, seated.shoulder_angle)
        )
    check_folder(out, *files, inputs=(setup, model))
    make_folder(out)
    for name, text in files.items():
        write_text(out / name, text)
    console.print(f"{', '.join(files)} in {out}, for RajagopalLaiUhlrich2023.osim", soft_wrap=True)
    if model is None:
        console.print(
            "scale_factors.xml gives the model the rider's lengths, not the rider's masses: --model does both",
            soft_wrap=True,
        )
