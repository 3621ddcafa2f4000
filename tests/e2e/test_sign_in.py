"""Signing in, staying signed in and signing out, as a person sees it."""

import time
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

COOKIES = {"trac_id", "trac_refresh"}


def cookies(page):
    return {cookie["name"]: cookie for cookie in page.context.cookies()}


def break_token(page):
    """The token's time is up: any value that is not good does for that."""
    kept = cookies(page)["trac_id"]
    page.context.add_cookies([kept | {"value": "e30.e30.e30"}])


def forget(page, *names):
    for name in names:
        page.context.clear_cookies(name=name)


def new_wiki_page(page):
    name = f"Sandbox{uuid4().hex[:10]}"
    page.goto(f"/trac/wiki/{name}?action=edit")
    page.locator("textarea#text").fill("Some *words* that must not get lost.\n\n<b>ä</b>")
    return name


def visited(page):
    """The paths that the page goes through from now on."""
    paths = []
    page.on("framenavigated", lambda frame: paths.append(urlsplit(frame.url).path))
    return paths


def test_sign_in_leads_back_to_the_address_that_was_asked_for(page, stack, hosted, sign_in, screenshot):
    ticket = f"/trac/ticket/{stack.env['DEMO_TICKET']}?x=1&y=a%20b"
    page.goto(ticket)
    hosted(page)
    screenshot(page, "sign-in-hosted")
    sign_in(page, "learner", ticket)
    assert page.url == stack.env["TRACLEARN_URL"] + ticket
    expect(page.locator("#ticket")).to_be_visible()
    screenshot(page, "sign-in-ticket")
    page.reload()
    expect(page.locator("#metanav")).to_contain_text("logged in as")


def test_cookies_cannot_be_read_by_scripts(page, sign_in):
    sign_in(page, "learner")
    kept = cookies(page)
    assert set(kept) >= COOKIES
    for name in COOKIES:
        assert kept[name]["httpOnly"] and kept[name]["secure"] and kept[name]["sameSite"] == "Lax"
    assert kept["trac_id"]["path"] == "/trac"
    assert kept["trac_refresh"]["path"] == "/trac/login/refresh"
    assert "trac_tried" not in kept
    assert not any(name.startswith("trac_pending") for name in kept)
    seen = page.evaluate("document.cookie")
    assert "trac_id" not in seen and "trac_refresh" not in seen


def test_a_second_tab_is_signed_in(page, sign_in):
    sign_in(page, "learner")
    tab = page.context.new_page()
    tab.goto("/trac/timeline")
    expect(tab.locator("#metanav")).to_contain_text("logged in as")


def test_groups_come_with_the_token(page, stack, sign_in):
    sign_in(page, "author")
    break_token(page)
    page.goto("/trac/timeline")
    held = stack.sql("SELECT groups FROM learning_account WHERE username = %s", stack.env["DEMO_AUTHOR"])
    assert held == [{"groups": '["authors"]'}]


def test_a_page_is_renewed_unseen(page, sign_in):
    sign_in(page, "learner")
    for spoil in (lambda: break_token(page), lambda: forget(page, "trac_id")):
        spoil()
        paths = visited(page)
        page.goto("/trac/timeline?author=x")
        assert page.url.endswith("/trac/timeline?author=x")
        assert set(paths) == {"/trac/timeline"}
        expect(page.locator("#metanav")).to_contain_text("logged in as")


def test_many_requests_are_renewed_at_once(page, stack, sign_in):
    sign_in(page, "learner")
    tabs = [page.context.new_page() for _ in range(8)]
    break_token(page)
    for tab in tabs:
        tab.evaluate(
            "url => { setTimeout(() => { location = url }) }", f"{stack.env['TRACLEARN_URL']}/trac/timeline"
        )
    for tab in tabs:
        expect(tab.locator("#metanav")).to_contain_text("logged in as")


def test_a_form_is_renewed_with_its_text(page, sign_in):
    sign_in(page, "author")
    name = new_wiki_page(page)
    break_token(page)
    page.locator("input[name=save]").click()
    page.wait_for_url(f"**/trac/wiki/{name}")
    expect(page.locator("#wikipage")).to_contain_text("must not get lost")


def test_an_upload_is_renewed_with_its_file(page, sign_in, tmp_path):
    sign_in(page, "author")
    name = new_wiki_page(page)
    page.locator("input[name=save]").click()
    page.wait_for_url(f"**/trac/wiki/{name}")
    file = tmp_path / "notes.txt"
    file.write_text("0123456789" * 20_000)
    page.goto(f"/trac/attachment/wiki/{name}/?action=new")
    page.locator("input[type=file]").set_input_files(file)
    break_token(page)
    page.locator("#attachment input[type=submit]").first.click()
    page.wait_for_url(f"**/trac/attachment/wiki/{name}/")
    assert page.request.get(f"/trac/raw-attachment/wiki/{name}/notes.txt").body() == file.read_bytes()


def test_a_form_that_comes_too_late_is_kept(page, stack, sign_in, screenshot):
    sign_in(page, "author")
    name = new_wiki_page(page)
    forget(page, *COOKIES)
    page.locator("input[name=save]").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    screenshot(page, "sign-in-send-again")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, "author")
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url(f"**/trac/wiki/{name}")
    saved = stack.sql("SELECT text FROM wiki WHERE name = %s", name)
    assert saved[0]["text"].replace("\r\n", "\n") == "Some *words* that must not get lost.\n\n<b>ä</b>"


def test_a_file_that_comes_too_late_is_kept(page, sign_in, tmp_path):
    sign_in(page, "author")
    name = new_wiki_page(page)
    page.locator("input[name=save]").click()
    page.wait_for_url(f"**/trac/wiki/{name}")
    file = tmp_path / "notes.bin"
    file.write_bytes(bytes(range(256)) * 100)
    page.goto(f"/trac/attachment/wiki/{name}/?action=new")
    page.locator("input[type=file]").set_input_files(file)
    forget(page, *COOKIES)
    page.locator("#attachment input[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    sign_in(page.context.new_page(), "author")
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url(f"**/trac/attachment/wiki/{name}/")
    assert page.request.get(f"/trac/raw-attachment/wiki/{name}/notes.bin").body() == file.read_bytes()


def test_scripts_get_a_401_and_can_renew(page, sign_in):
    sign_in(page, "learner")
    ask = "([path, method]) => fetch(path, {method}).then(reply => reply.status)"
    break_token(page)
    assert page.evaluate(ask, ["/trac/timeline", "GET"]) == 401
    assert page.evaluate(ask, ["/trac/login/refresh", "POST"]) == 204
    assert page.evaluate(ask, ["/trac/timeline", "GET"]) == 200


def test_sign_out_leaves_nothing_behind(page, stack, sign_in, hosted, screenshot):
    ticket = f"/trac/ticket/{stack.env['DEMO_TICKET']}"
    sign_in(page, "learner", ticket)
    title = page.title()
    page.locator("#logout button").click()
    hosted(page)
    assert not COOKIES & set(cookies(page))
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert page.title() != title
        expect(page.locator("#ticket")).to_have_count(0)
    page.goto(ticket)
    hosted(page)
    screenshot(page, "signed-out")


def test_the_refresh_token_is_over_after_signing_out(page, sign_in, hosted):
    sign_in(page, "learner")
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] == "trac_refresh"]
    page.locator("#logout button").click()
    hosted(page)
    page.context.add_cookies(kept)
    page.goto("/trac/timeline")
    hosted(page)


def test_second_person_in_the_same_browser_sees_nothing_of_the_first(page, stack, sign_in, hosted):
    ticket = f"/trac/ticket/{stack.env['DEMO_TICKET']}"
    sign_in(page, "learner", ticket)
    page.locator("#logout button").click()
    hosted(page)
    sign_in(page, "learner_2")
    reply = page.goto(ticket)
    assert reply.status == 403
    expect(page.locator("#ticket")).to_have_count(0)


def test_a_callback_of_somebody_else_signs_nobody_in(new_page, stack, sign_in):
    """Another's code and state, sent as a link: not begun in this browser."""
    mallory, victim = new_page(), new_page()
    callbacks = []
    mallory.on("request", lambda request: callbacks.append(request.url))
    sign_in(mallory, "learner_2")
    (link,) = [url for url in callbacks if "/login/callback?" in url]
    assert victim.goto(link).status == 400
    assert "trac_id" not in cookies(victim)


def test_a_broken_endpoint_signs_nobody_out(page, stack, sign_in):
    sign_in(page, "learner")
    stack.supervisor("cognito", "stop")
    try:
        page.goto("/trac/timeline")  # known keys go on working
        expect(page.locator("#metanav")).to_contain_text("logged in as")
        break_token(page)
        assert page.goto("/trac/timeline").status == 503
        assert set(cookies(page)) >= COOKIES
    finally:
        stack.supervisor("cognito", "start")
    page.get_by_role("link", name="Try again").click()
    page.wait_for_url("**/trac/timeline")
    expect(page.locator("#metanav")).to_contain_text("logged in as")


def forgeries(stack):
    """Tokens that somebody without Cognito's key can make."""
    env, now = stack.env, int(time.time())
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = stack.sql("SELECT sub FROM learning_account WHERE username = %s", env["DEMO_LEARNER"])[0]["sub"]
    good = {
        "iss": env["COGNITO_ISSUER"], "aud": env["COGNITO_CLIENT_ID"], "token_use": "id", "sub": subject,
        "email": env["DEMO_LEARNER"], "email_verified": True, "iat": now, "exp": now + 3600,
        "cognito:groups": ["operators"],
    }  # fmt: skip
    kid = httpx.get(env["COGNITO_JWKS_URL"]).json()["keys"][0]["kid"]
    signed = jwt.encode(good, key, "RS256", {"kid": kid})
    yield "foreign key", signed
    yield "unknown kid", jwt.encode(good, key, "RS256", {"kid": "mine"})
    yield "no signature", jwt.encode(good, None, "none", {"kid": kid})
    yield "symmetric", jwt.encode(good, "0123456789abcdef0123456789abcdef", "HS256", {"kid": kid})
    yield "cut", signed.rsplit(".", 1)[0] + "."
    yield "expired", jwt.encode(good | {"exp": now - 3600}, key, "RS256", {"kid": kid})
    yield "endless", jwt.encode({k: v for k, v in good.items() if k != "exp"}, key, "RS256", {"kid": kid})
    yield "rubbish", "rubbish"


def test_forged_cookies_lead_to_the_sign_in_form(new_page, stack, hosted):
    ticket = f"{stack.env['TRACLEARN_URL']}/trac/ticket/{stack.env['DEMO_TICKET']}"
    for kind, value in forgeries(stack):
        page = new_page()
        page.context.add_cookies([{"name": "trac_id", "value": value, "url": stack.env["TRACLEARN_URL"]}])
        statuses = []
        page.on("response", lambda reply, seen=statuses: seen.append(reply.status))
        page.goto(ticket)
        hosted(page)
        assert set(statuses) <= {200, 302, 404}, (kind, statuses)


def test_tampered_token_leads_to_the_sign_in_form(page, sign_in, hosted):
    sign_in(page, "learner")
    kept = cookies(page)["trac_id"]
    head, body, signature = kept["value"].split(".")
    other = jwt.encode({"sub": "other"}, None, "none").split(".")[1]
    for value in (f"{head}.{other}.{signature}", f"{head}.{body}.{signature[::-1]}"):
        forget(page, "trac_refresh")
        page.context.add_cookies([kept | {"value": value}])
        page.goto("/trac/timeline")
        hosted(page)
