"""What keeps strangers out of the studio: hosts, origins, token, size of uploads, and what the page may load.

A page of another site can send requests to this machine's loopback address, and by DNS rebinding even
under a name of its own; so requests are answered only under the names the studio was started for, and
only where the browser says that the studio's own page asks.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset(("127.0.0.1", "localhost", "[::1]"))
"""Names of this machine for itself."""
EVERY_ADDRESS = ("0.0.0.0", "::")
COOKIE = "pedalfit_studio"
LARGEST_BYTES = 32 << 20
"""Largest upload: ten times a ride of five hours, recorded by the second, as FIT. A guess."""
UPLOADS = ("/api/open", "/api/recordings", "/api/films")
LARGEST_JSON_BYTES = 1 << 20
"""Largest question: a thousand times a set-up's tables."""
SHORTEST_TOKEN = 16
"""Shortest token (characters): at 1,000 tries a second, 16 letters at random hold for ever."""
_TOKEN = re.compile(r"[A-Za-z0-9._~-]{16,200}")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own files, and nothing from other hosts; no inline script or style."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
APART = ("cross-origin-opener-policy", "same-origin")
"""Keeps pages of other sites from holding a window of the studio; browsers heed it, and complain of it otherwise,
only where the address is encrypted or the machine's own."""


@dataclass(frozen=True)
class Door:
    """Where the studio listens: address, port and, for other machines, the token they must show."""

    host: str
    port: int
    token: str | None = None
    encrypted: bool = False

    @property
    def scheme(self) -> str:
        """How its addresses begin."""
        return "https" if self.encrypted else "http"

    def opens_for(self, host: str) -> bool:
        """Whether a request's `Host` is a name the studio was started for."""
        name, _, port = host.rpartition(":")
        if not name or name.endswith(":") or port != str(self.port):
            return False
        own = f"[{self.host}]" if ":" in self.host else self.host
        if name.lower() in LOOPBACK or name.lower() == own.lower():
            return True
        return self.token is not None and self.host in EVERY_ADDRESS and _is_address(name)


def token_fits(token: str) -> bool:
    """Whether a token is long enough and can stand in an address."""
    return _TOKEN.fullmatch(token) is not None


class Guard:
    """Refuses what does not come from the studio's own page, or from a program of this machine."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in HEADERS.items():
                    kept.setdefault(name, value)
                if self._door.encrypted or _host_name(headers.get("host", "")) in LOOPBACK:
                    kept.setdefault(*APART)
            await send(message)

        status, said = self._refusal(scope, headers)
        if said:
            await _refuse(answer, status, said)
            return
        given = _given_in_address(scope)
        if self._door.token is not None and given and scope["method"] == "GET":
            await _let_in(answer, given, self._door.encrypted)
            return
        await self._app(scope, _bounded(receive, _most(scope["path"])), answer)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str]:
        """Status and sentence of a refusal; no sentence where the request is answered."""
        host = headers.get("host", "")
        if not self._door.opens_for(host):
            return 421, "this studio does not answer under that name"
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if origin is not None and origin.lower() != f"{self._door.scheme}://{host}".lower():
            return 403, "another site's page may not use this studio"
        navigates = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if site not in ("none", "same-origin") and not (navigates and scope["path"] == "/"):
            return 403, "another site's page may not use this studio"
        if not self._let_through(scope, headers):
            return 401, "this studio wants its token: open the address that it printed"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 18 or int(length) > _most(scope["path"]):
            return 413, f"this is too large: allowed are {_most(scope['path']) >> 20} MB"
        return 200, ""

    def _let_through(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Whether the request shows the token, in its cookie, header or, to open the page, address."""
        if self._door.token is None:
            return True
        shown = [_cookie(headers.get("cookie", "")), _given_in_address(scope)]
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            shown.append(bearer.strip())
        return any(hmac.compare_digest(one.encode(), self._door.token.encode()) for one in shown)


class TooLarge(Exception):
    """An upload that grows beyond what is allowed while it is read."""


def _bounded(receive: Receive, most: int) -> Receive:
    """The request's messages, as long as its body stays within bounds. Raises TooLarge."""
    read = 0

    async def next_message() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooLarge
        return message

    return next_message


def _host_name(host: str) -> str:
    return host.rpartition(":")[0].lower()


def _most(path: str) -> int:
    return LARGEST_BYTES if path in UPLOADS else LARGEST_JSON_BYTES


def _is_address(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _cookie(text: str) -> str:
    try:
        cookies: SimpleCookie = SimpleCookie(text)
    except CookieError:
        return ""
    return str(cookies[COOKIE].value) if COOKIE in cookies else ""


def _given_in_address(scope: Scope) -> str:
    """The token in the address of the page itself; nothing else is opened by an address."""
    if scope["path"] != "/":
        return ""
    try:
        asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=8)
    except ValueError:
        return ""
    return str(asked.get("token", [""])[0])


async def _let_in(send: Send, token: str, encrypted: bool) -> None:
    """Put the token into a cookie and out of the address; it is never shown unencrypted where it came encrypted."""
    secure = "; Secure" if encrypted else ""
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/{secure}"
    await send(
        {
            "type": "http.response.start",
            "status": 303,
            "headers": [(b"location", b"/"), (b"set-cookie", cookie.encode("latin-1"))],
        }
    )
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, said: str) -> None:
    body = json.dumps({"refusal": said}).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
