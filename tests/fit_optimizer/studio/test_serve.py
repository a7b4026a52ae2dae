"""How the studio starts, and what it says where it cannot."""

import signal
import socket
import time
import webbrowser

import pytest

from fit_optimizer.studio import serve
from fit_optimizer.studio.guard import Door
from tests.fit_optimizer.studio.page_driver import running_studio


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_said_with_what_to_do(run_here, taken):
    code, out, err = run_here("studio", "--port", str(taken), "--no-browser")
    assert code == 2
    assert f"port {taken} is taken" in " ".join(err.split())
    assert "--port" in err
    assert not out


def test_other_machines_are_let_in_only_with_a_token(run_here):
    code, _, err = run_here("studio", "--host", "0.0.0.0", "--no-browser")
    assert code == 2
    assert "--token" in err


@pytest.mark.parametrize("token", ["short", "spaces in a long token", "x" * 201, "\u00e4" * 20])
def test_a_token_that_is_easily_guessed_or_cannot_stand_in_an_address_is_refused(token):
    with pytest.raises(serve.CannotListen, match="--token"):
        serve.check_door("0.0.0.0", token)


def test_an_address_that_this_machine_has_not_is_said():
    with pytest.raises(serve.CannotListen, match=r"192\.0\.2\.1"):
        serve.listening("192.0.2.1", 0)


def test_a_set_up_that_cannot_be_read_is_said_before_anything_starts(run_here):
    code, _, err = run_here("studio", "nothing.toml", "--no-browser")
    assert code == 2
    assert "nothing.toml" in err


@pytest.mark.parametrize("failure", [None, webbrowser.Error("none")])
def test_without_a_browser_the_address_is_still_said(monkeypatch, failure):
    def open_none(address):
        if failure:
            raise failure
        return False

    monkeypatch.setattr(webbrowser, "open", open_none)
    said = []
    serve._show("http://127.0.0.1:1/", said.append)
    assert "browser" in said[0]


@pytest.mark.parametrize(
    ("door", "address"),
    [
        (Door("127.0.0.1", 80), "http://127.0.0.1:80/"),
        (Door("::1", 80), "http://[::1]:80/"),
        (Door("0.0.0.0", 80, "t" * 16), f"http://127.0.0.1:80/?token={'t' * 16}"),
    ],
)
def test_the_address_that_is_opened_is_one_that_the_studio_answers(door, address):
    assert serve._address(door) == address
    assert door.opens_for(address.removeprefix("http://").partition("/")[0])


def test_ctrl_c_ends_the_studio_and_its_workers_at_once_with_one_line():
    with running_studio() as (_, process):
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert time.monotonic() - began < 20
        assert process.stderr.read() == (
            "pedalfit: interrupted; the browser keeps what was tried, and the same command goes on.\n"
        )
