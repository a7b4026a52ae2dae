"""`pedalfit studio`: set-ups tried out in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Changes, Workers, worker_count
from fit_optimizer.commands.terminal import show_note
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.studio.serve import (
    LOOPBACK_ADDRESS,
    CannotListen,
    Certificate,
    check_certificate,
    check_door,
    serve,
)

PORT = 8437
"""Where the studio listens unless told otherwise: a number that no common program uses (a guess)."""


def studio(
    setup: Annotated[
        Path | None,
        typer.Argument(metavar="SETUP.toml", help="set-up to begin with; or a stroke file"),
    ] = None,
    changes: Changes = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="port to listen on; 0 is any that is free")
    ] = PORT,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="address to listen on, for other machines too; needs --token"
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="SECRET",
            envvar="PEDALFIT_STUDIO_TOKEN",
            help="what browsers must show, 16 characters or more; in the variable, others on this machine "
            "do not see it",
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(help="PEM file that encrypts the way to other machines (https)"),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="the certificate's key, where another file holds it")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="open the page in a browser")
    ] = True,
    workers: Workers = None,
) -> None:
    """Try out set-ups in the browser: sliders, loads, maps, the search for a fit."""
    check_door(host, token)
    if key is not None and certificate is None:
        raise CannotListen(f"--key {key} is given without the --certificate that it belongs to")
    seal = None if certificate is None else Certificate(certificate, key)
    if seal is not None:
        check_certificate(seal)
    start = None if setup is None else read_set_up(setup, changes or [])
    serve(
        start,
        "" if setup is None else setup.name,
        host or LOOPBACK_ADDRESS,
        port,
        token,
        worker_count(workers),
        browser,
        show_note,
        seal,
    )
