"""Who is let in: loopback names, the studio's own page, and the token where other machines are."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.studio.app import Studio, studio_app
from fit_optimizer.studio.desk import Desk
from fit_optimizer.studio.guard import LARGEST_JSON_BYTES, Door

TOKEN = "a-token-of-some-length"
ALIVE = "/api/alive"


@pytest.mark.parametrize("host", ["127.0.0.1:8437", "localhost:8437", "[::1]:8437"])
def test_the_machines_own_names_are_answered(client, host):
    assert client.get(ALIVE, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example:8437", "127.0.0.1:80", "127.0.0.1", "192.168.1.4:8437"),
        *("localhost.evil.example:8437", "127.0.0.1.evil.example:8437", ":8437", ""),
    ],
)
def test_another_name_for_this_machine_is_refused_as_dns_rebinding_gives_one(client, host):
    answer = client.get(ALIVE, headers={"host": host})
    assert answer.status_code == 421
    assert "name" in answer.json()["refusal"]


@given(st.from_regex(r"[a-z0-9.-]{1,30}(:[0-9]{1,5})?", fullmatch=True))
def test_no_name_but_the_machines_own_opens_the_door(host):
    own = {f"{name}:8437" for name in ("127.0.0.1", "localhost")}
    assert Door("127.0.0.1", 8437).opens_for(host) is (host in own)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8437"},  # asked under 127.0.0.1: another origin
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_sites_page_may_not_ask(client, method, headers):
    answer = client.request(method, ALIVE, headers=headers)
    assert answer.status_code == 403


def test_the_own_page_may_ask(client):
    own = {"origin": "http://127.0.0.1:8437", "sec-fetch-site": "same-origin"}
    assert client.get(ALIVE, headers=own).status_code == 200


def test_a_link_on_another_site_may_open_the_page_but_nothing_else(client):
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get("/", headers=followed).status_code == 200
    assert client.get(ALIVE, headers=followed).status_code == 403


@pytest.mark.parametrize("path", ["/", ALIVE, "/page/index.html", "/nowhere"])
def test_every_answer_forbids_inline_scripts_and_other_hosts(client, path):
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/page/../app.py",
        "/page/%2e%2e/app.py",
        "/page/..%2fapp.py",
        "/page//etc/passwd",
        "/page/%2fetc%2fpasswd",
        "/page/..\\app.py",
    ],
)
def test_no_path_leads_out_of_the_pages_folder(client, path):
    assert client.get(path).status_code in (404, 405)


def test_too_large_a_question_is_refused_before_it_is_read(client):
    answer = client.post("/api/moved", content=b" " * (LARGEST_JSON_BYTES + 1))
    assert answer.status_code == 413


def test_an_upload_that_does_not_say_its_size_is_stopped_at_the_bound(client):
    pieces = (b" " * 65536 for _ in range(LARGEST_JSON_BYTES // 65536 + 2))
    answer = client.post("/api/moved", content=pieces)
    assert answer.status_code in (400, 413)


@pytest.fixture(scope="module")
def shut():
    app = studio_app(Studio(Desk(1)), Door("0.0.0.0", 8437, TOKEN))
    return TestClient(app, base_url="http://192.168.1.4:8437")  # not entered: no workers


def test_other_machines_show_the_token(shut):
    assert shut.get(ALIVE).status_code == 401
    wrong = {"authorization": "Bearer another-token-of-length"}
    assert shut.get(ALIVE, headers=wrong).status_code == 401
    right = {"authorization": f"Bearer {TOKEN}"}
    assert shut.get(ALIVE, headers=right).status_code == 200


def test_the_token_in_the_address_becomes_a_cookie_and_leaves_the_address(shut):
    first = shut.get("/", params={"token": TOKEN}, follow_redirects=False)
    assert first.status_code == 303
    assert first.headers["location"] == "/"
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    shown = {"cookie": cookie.partition(";")[0]}
    assert shut.get(ALIVE, headers=shown).status_code == 200
    assert shut.get("/", params={"token": "wrong-token-of-length"}).status_code == 401
    shut.cookies.clear()
    assert shut.get(f"{ALIVE}?token={TOKEN}").status_code == 401
