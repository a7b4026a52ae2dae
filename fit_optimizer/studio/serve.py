"""The studio on a port of this machine, and the browser that shows it."""

from __future__ import annotations

import errno
import socket
import ssl
import sys
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from fit_optimizer.setup.tables import SetUp
from fit_optimizer.studio.app import Studio, studio_app
from fit_optimizer.studio.desk import Desk
from fit_optimizer.studio.guard import EVERY_ADDRESS, LOOPBACK, SHORTEST_TOKEN, Door, token_fits
from rider_models.errors import PedalfitError

LOOPBACK_ADDRESS = "127.0.0.1"
SOMEWHERE = ("192.0.2.1", 9)
"""An address of no machine (RFC 5737), by which the system is asked on which way it would send."""
GOODBYE_S = 2
"""How long open requests may take to end when the studio ends."""


class CannotListen(PedalfitError):
    """An address or port that the studio cannot listen on, or may not without a token."""


@dataclass(frozen=True)
class Certificate:
    """Files (PEM) by which a browser knows this machine: certificate, and its key where that lies apart."""

    file: Path
    key: Path | None = None


def check_certificate(certificate: Certificate) -> None:
    """See that connections can be encrypted with a certificate. Raises CannotListen."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            certificate.file, certificate.key, password=_no_password
        )
    except (OSError, ssl.SSLError) as error:
        named = f"--certificate {certificate.file}"
        both = named if certificate.key is None else f"{named} with --key {certificate.key}"
        reason = error.strerror if type(error).__module__ == "builtins" else ""
        raise CannotListen(
            f"{both} cannot be used{f' ({reason})' if reason else ''}: give a certificate and its key, "
            "without a password, as PEM files"
        ) from None


def _no_password() -> str:
    raise ssl.SSLError("the key has a password")


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
    certificate: Certificate | None = None,
) -> None:
    """Serve the studio until a signal ends it. `say` is told the address. Raises CannotListen."""
    check_door(host, token)
    if certificate is not None:
        check_certificate(certificate)
    found = listening(host, port)
    door = Door(host, found.getsockname()[1], token, certificate is not None)
    app = studio_app(Studio(Desk(workers), start, Path(start_name).name), door)
    address = _address(door)
    say(f"The studio is open at {address} until Ctrl-C ends it.")
    for told in about_others(door):
        say(told)
    if browser:
        Thread(target=_show, args=(address, say), daemon=True).start()
    settings = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=GOODBYE_S,
        server_header=False,
        ws="none",
        ssl_certfile=None if certificate is None else certificate.file,
        ssl_keyfile=None if certificate is None else certificate.key,
    )
    with found:
        uvicorn.Server(settings).run(sockets=[found])


def about_others(door: Door) -> Iterator[str]:
    """What whoever starts the studio should know of other machines, in sentences; none where it keeps them out."""
    if door.host in (*LOOPBACK, "::1"):
        return
    own = _own_address() if door.host in EVERY_ADDRESS else door.host
    yield f"Other machines open {_named(door, own or 'ADDRESS-OF-THIS-MACHINE')}"
    if not door.encrypted:
        yield (
            "Nothing is encrypted on the way: whoever can listen in that network reads the token and all that is "
            "sent, and may then come in. Use it in a network of your own, or give a --certificate."
        )


def _own_address() -> str | None:
    """This machine's address in its network; None where it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(SOMEWHERE)
        except OSError:
            return None
        return str(asked.getsockname()[0])


def _address(door: Door) -> str:
    """The address to open on this machine, with the token where one is wanted."""
    return _named(door, LOOPBACK_ADDRESS if door.host in EVERY_ADDRESS else door.host)


def _named(door: Door, host: str) -> str:
    named = f"[{host}]" if ":" in host else host
    token = "" if door.token is None else f"?token={door.token}"
    return f"{door.scheme}://{named}:{door.port}/{token}"


def _show(address: str, say: Callable[[str], None]) -> None:
    try:
        opened = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        say("No browser could be opened: open that address in one.")
