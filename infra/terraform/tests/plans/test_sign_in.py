"""CloudFront's function for /trac, run by node: who goes on, with which token, and who is sent to sign in."""

import base64
import json
import shutil
import subprocess
import time

import pytest
from traclearn_local.terraform.workspace import SOURCES

FUNCTION = SOURCES / "modules" / "edge" / "sign_in.js"
pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="not run: node is not on this machine")


def token(lasts=3600):
    claims = json.dumps({"exp": time.time() + lasts}).encode()
    return f"e30.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.c2ln"


def ask(uri, method="GET", cookie=None, headers=None, query=None):
    request = {
        "uri": uri,
        "method": method,
        "headers": headers or {},
        "cookies": {"trac_id": {"value": cookie}} if cookie else {},
        "querystring": {name: {"value": value} for name, value in (query or {}).items()},
    }
    script = (
        f"{FUNCTION.read_text()}\nconsole.log(JSON.stringify(handler({json.dumps({'request': request})})))"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_cookie_becomes_a_bearer_token():
    mine = token()
    assert ask("/trac/ticket/1", cookie=mine)["headers"]["authorization"] == {"value": f"Bearer {mine}"}


def test_token_that_a_program_sent_stays():
    sent = {"authorization": {"value": "Bearer other"}}
    assert (
        ask("/trac/ticket/1", cookie=token(), headers=sent)["headers"]["authorization"]
        == sent["authorization"]
    )


@pytest.mark.parametrize("cookie", [None, token(-1), "no.token", "e30.bm8.c2ln", "a b", "e30.e30.c2ln"])
def test_who_has_no_good_cookie_renews_first_and_comes_back(cookie):
    answer = ask("/trac/query", cookie=cookie, query={"q": "a%26b", "empty": ""})
    assert answer["statusCode"] == 302
    assert answer["headers"]["location"]["value"] == (
        "/trac/login/refresh?next=%2Ftrac%2Fquery%3Fq%3Da%2526b%26empty"
    )


def test_form_goes_through_a_renewal_unread():
    assert ask("/trac/ticket/1", method="POST")["statusCode"] == 307


@pytest.mark.parametrize(
    "header", [{"x-requested-with": {"value": "XMLHttpRequest"}}, {"sec-fetch-dest": {"value": "empty"}}]
)
def test_script_is_told_and_not_redirected(header):
    assert ask("/trac/learning/state", headers=header)["statusCode"] == 401


@pytest.mark.parametrize(
    "uri", ["/trac/login", "/trac/login/callback", "/trac/logout", "/trac/chrome/site/a.css"]
)
def test_open_pages_need_no_token(uri):
    assert ask(uri)["uri"] == uri


@pytest.mark.parametrize("uri", ["/trac/loginX", "/trac/wiki/login", "/trac"])
def test_what_only_looks_open_needs_one(uri):
    assert ask(uri)["statusCode"] == 302
