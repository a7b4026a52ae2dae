"""The studio on a port of this machine, and the browser that shows it."""

from __future__ import annotations

import errno
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import uvicorn

from fit_optimizer.setup.tables import SetUp
from fit_optimizer.studio.app import Studio, studio_app
from fit_optimizer.studio.desk import Desk
from fit_optimizer.studio.guard import LOOPBACK, SHORTEST_TOKEN, Door, token_fits
from rider_models.errors import PedalfitError

LOOPBACK_ADDRESS = "127.0.0.1"
GOODBYE_S = 2
"""How long open requests may take to end when the studio ends."""


class CannotListen(PedalfitError):
    """An address or port that the studio cannot listen on, or may not without a token."""


def check_door(host: str | None, token: str | None) -> None:
    """See that other machines reach the studio only with a token. Raises CannotListen."""
    if token is not None and not token_fits(token):
        raise CannotListen(
            f"--token has {len(token)} characters: allowed are {SHORTEST_TOKEN} to 200 of letters, "
            "digits and . _ ~ -"
        )
    if host is not None and token is None and host not in LOOPBACK and host != "::1":
        raise CannotListen(
            f"--host {host} lets other machines in: give a --token of {SHORTEST_TOKEN} or more "
            "characters with it, which their browsers must show"
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 is any that is free. Raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise CannotListen(f"--host {host} is no address of this machine") from None
    found = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would share a port that another program has
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen()
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(
                f"port {port} is taken, perhaps by a studio that runs already: give another with "
                "--port, or 0 for any that is free"
            ) from None
        raise CannotListen(
            f"the studio cannot listen on {host}, port {port}: {error.strerror}"
        ) from None
    return found


def serve(
    start: SetUp | None,
    start_name: str,
    host: str,
    port: int,
    token: str | None,
    workers: int,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serve the studio until a signal ends it. `say` is told the address. Raises CannotListen."""
    check_door(host, token)
    found = listening(host, port)
    door = Door(host, found.getsockname()[1], token)
    app = studio_app(Studio(Desk(workers), start, Path(start_name).name), door)
    address = _address(door)
    say(f"The studio is open at {address} until Ctrl-C ends it.")
    if browser:
        Thread(target=_show, args=(address, say), daemon=True).start()
    settings = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=GOODBYE_S,
        server_header=False,
        ws="none",
    )
    with found:
        uvicorn.Server(settings).run(sockets=[found])


def _address(door: Door) -> str:
    """The address to open on this machine, with the token where one is wanted."""
    host = LOOPBACK_ADDRESS if door.host in ("0.0.0.0", "::") else door.host
    named = f"[{host}]" if ":" in host else host
    token = "" if door.token is None else f"?token={door.token}"
    return f"http://{named}:{door.port}/{token}"


def _show(address: str, say: Callable[[str], None]) -> None:
    try:
        opened = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        say("No browser could be opened: open that address in one.")
