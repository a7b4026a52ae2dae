"""How the studio starts, and what it says where it cannot."""

import signal
import socket
import ssl
import webbrowser

import httpx2
import pytest

from fit_optimizer.studio import serve
from fit_optimizer.studio.documents import MOST_TRIALS
from fit_optimizer.studio.guard import Door
from tests.fit_optimizer.studio.conftest import RIDER
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


def test_a_token_is_also_taken_from_where_others_on_the_machine_do_not_see_it(
    run_here, monkeypatch
):
    monkeypatch.setenv("PEDALFIT_STUDIO_TOKEN", "short")
    code, _, err = run_here("studio", "--host", "0.0.0.0", "--no-browser")
    assert code == 2
    assert "--token has 5 characters" in " ".join(err.split())


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


def test_who_lets_other_machines_in_is_told_where_and_that_nothing_is_encrypted():
    door = Door("0.0.0.0", 8437, "t" * 16)
    where, warned = serve.about_others(door)
    assert f":8437/?token={'t' * 16}" in where
    assert "127.0.0.1" not in where
    assert "encrypted" in warned
    assert "--certificate" in warned


def test_nothing_is_said_of_other_machines_where_none_is_let_in_or_of_reading_where_it_is_encrypted():
    assert not [*serve.about_others(Door("127.0.0.1", 8437))]
    (where,) = serve.about_others(Door("192.168.1.5", 8437, "t" * 16, encrypted=True))
    assert where.endswith(f"https://192.168.1.5:8437/?token={'t' * 16}")


@pytest.mark.slow
def test_with_a_certificate_the_studio_answers_encrypted_and_only_so(sealed):
    certificate, key, signer = map(str, sealed)
    words = ("--certificate", certificate, "--key", key, "--token", "t" * 16)
    with running_studio(*words) as (address, _):
        assert address.startswith("https://")
        known = ssl.create_default_context(cafile=signer)
        with httpx2.Client(verify=known, base_url=address) as client:
            assert client.get("/api/alive").status_code == 401
            let_in = client.get("/", params={"token": "t" * 16})
            assert "Secure" in let_in.headers["set-cookie"]
            own = {"origin": address.rstrip("/")}
            assert client.get("/api/alive", headers=own).status_code == 200
            plain = {"origin": address.rstrip("/").replace("https", "http")}
            assert client.get("/api/alive", headers=plain).status_code == 403
        with pytest.raises(httpx2.HTTPError):
            httpx2.get(address.replace("https", "http"))


@pytest.mark.parametrize("which", ["missing", "no certificate", "without its key"])
def test_a_certificate_that_cannot_be_used_is_said_before_anything_starts(
    run_here, tmp_path, sealed, which
):
    file = tmp_path / "no.pem"
    if which == "no certificate":
        file.write_text("nothing")
    if which == "without its key":
        file = sealed[0]
    code, out, err = run_here("studio", "--certificate", str(file), "--no-browser")
    said = " ".join(err.split())
    assert (code, out) == (2, "")
    assert "--certificate" in said
    assert "PEM" in said


def test_a_key_without_its_certificate_is_said(run_here, tmp_path):
    code, _, err = run_here("studio", "--key", str(tmp_path / "key.pem"), "--no-browser")
    assert code == 2
    assert "--certificate" in err


@pytest.mark.slow
def test_ctrl_c_ends_the_studio_and_its_workers_at_once_with_one_line():
    with running_studio() as (address, process):
        search = {"set_up": RIDER, "trials": MOST_TRIALS}
        assert httpx2.post(f"{address}api/jobs/fit", json=search, timeout=60).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130  # the search alone would take a quarter of an hour
        assert process.stderr.read() == (
            "pedalfit: interrupted; the browser keeps what was tried, and the same command goes on.\n"
        )
