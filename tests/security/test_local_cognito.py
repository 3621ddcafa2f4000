"""The emulator of Cognito, against web pages and other processes of the machine."""

import json
import time
import uuid

import httpx
import jwt
import pytest
from botocore.exceptions import ClientError
from traclearn_local.cloud import aws

from .pages import ATTACK, FROM_A_PAGE, refused, show

pytestmark = pytest.mark.stack
IDP = "AWSCognitoIdentityProviderService."
SCOPE = "20260101/us-east-1/cognito-idp/aws4_request"
SIGNED = f"AWS4-HMAC-SHA256 Credential={{}}/{SCOPE}, SignedHeaders=host, Signature=0"


def cognito(stack, key, secret):
    return aws.client("cognito-idp", stack.env["COGNITO_ENDPOINT"], key, secret)


@pytest.fixture
def promotion(stack):
    """The request that makes a learner an author, and `groups()`: those of the learner."""
    owner = cognito(stack, stack.env["AWS_ACCESS_KEY_ID"], stack.env["AWS_SECRET_ACCESS_KEY"])
    who = {"UserPoolId": stack.env["COGNITO_POOL_ID"], "Username": stack.env["DEMO_LEARNER_2"]}

    def groups():
        return [group["GroupName"] for group in owner.admin_list_groups_for_user(**who)["Groups"]]

    assert groups() == []
    yield {**who, "GroupName": "authors"}, groups
    owner.admin_remove_user_from_group(**who, GroupName="authors")


def call(stack, action, body, **headers):
    said = {"X-Amz-Target": IDP + action, "Content-Type": "application/x-amz-json-1.1"}
    return httpx.post(stack.env["COGNITO_ENDPOINT"], headers={**said, **headers}, content=json.dumps(body))


@pytest.mark.parametrize("key", ["test", "local", "000000000000", "AKIAIOSFODNN7EXAMPLE"])
def test_an_administrator_s_call_needs_the_stack_s_own_key(stack, promotion, key):
    request, groups = promotion
    with pytest.raises(ClientError, match="own key"):
        cognito(stack, key, key).admin_add_user_to_group(**request)
    assert call(stack, "AdminAddUserToGroup", request, Authorization=SIGNED.format(key)).status_code == 403
    assert groups() == []


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("AdminAddUserToGroup", {"GroupName": "authors"}),
        ("AdminSetUserPassword", {"Password": "another-one-1", "Permanent": True}),
        ("ListUsers", {}),
        ("ForgotPassword", {}),
        ("ConfirmForgotPassword", {"ConfirmationCode": "1", "Password": "another-one-1"}),
        ("SignUp", {"Password": ""}),
    ],
)
def test_nobody_without_a_key_changes_accounts(stack, action, more):
    who = {"UserPoolId": stack.env["COGNITO_POOL_ID"], "Username": "nobody@demo.test"}
    reply = call(stack, action, {**who, "ClientId": stack.env["COGNITO_CLIENT_ID"], **more})
    assert reply.status_code == 403
    assert "make -s env" in reply.json()["message"]


def test_the_emulator_s_own_switches_are_not_for_everybody(stack):
    """Asked with a switch that changes nothing: its neighbour deletes every account."""
    switch = "/_ministack/config"
    for path in (switch, f"/{switch}", f"/oauth2/..{switch}", f"{switch}?x=1"):
        url = httpx.URL(stack.env["COGNITO_ENDPOINT"]).copy_with(raw_path=path.encode())
        assert httpx.post(url, content="{}").status_code == 403


def forged(stack, use):
    """A token for the author, signed by nobody who may."""
    who = stack.env["DEMO_AUTHOR"]
    (account,) = stack.sql("SELECT sub FROM learning_account WHERE username = %s", who)
    now = int(time.time())
    claims = {
        "sub": account["sub"], "iss": stack.env["COGNITO_ISSUER"], "token_use": use,
        "client_id": stack.env["COGNITO_CLIENT_ID"], "iat": now, "exp": now + 3600,
        "origin_jti": str(uuid.uuid4()), "jti": "x",
    }  # fmt: skip
    return jwt.encode(claims, "0" * 32, "HS256")


def test_a_refresh_token_that_nobody_gave_renews_nothing(stack):
    body = {
        "AuthFlow": "REFRESH_TOKEN_AUTH",
        "ClientId": stack.env["COGNITO_CLIENT_ID"],
        "AuthParameters": {"REFRESH_TOKEN": forged(stack, "refresh")},
    }
    reply = call(stack, "InitiateAuth", body)
    assert (reply.status_code, reply.json()["__type"]) == (400, "NotAuthorizedException")
    cookies = {"trac_refresh": forged(stack, "refresh")}
    with httpx.Client(base_url=stack.env["TRACLEARN_URL"], cookies=cookies) as stranger:
        assert stranger.post("/trac/login/refresh").status_code != 204
        assert "trac_id" not in stranger.cookies
    assert call(stack, "GetUser", {"AccessToken": forged(stack, "access")}).status_code == 400


@pytest.mark.parametrize("headers", FROM_A_PAGE, ids=str)
def test_no_web_page_speaks_to_cognito(stack, headers):
    body = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": stack.env["COGNITO_CLIENT_ID"]}
    for reply in (
        call(stack, "InitiateAuth", body, **headers),
        httpx.options(
            stack.env["COGNITO_ENDPOINT"], headers={**headers, "Access-Control-Request-Method": "POST"}
        ),
        httpx.get(stack.env["COGNITO_JWKS_URL"], headers=headers),
        httpx.post(stack.env["COGNITO_ENDPOINT"] + "/login", headers=headers, data={"username": "x"}),
    ):
        assert refused(reply)


def test_cognito_answers_to_its_own_name_and_lets_no_page_read(stack):
    port = stack.stack.ports["cognito"]
    for host in (f"elsewhere.test:{port}", f"localhost.elsewhere.test:{port}", "localhost", "127.0.0.1:1"):
        assert httpx.get(stack.env["COGNITO_JWKS_URL"], headers={"Host": host}).status_code == 403
    for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
        reply = httpx.get(stack.env["COGNITO_JWKS_URL"], headers={"Host": host})
        assert reply.is_success
        assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_the_hosted_page_is_for_browsers(stack):
    query = {
        "client_id": stack.env["COGNITO_CLIENT_ID"], "response_type": "code", "scope": "openid",
        "redirect_uri": f"{stack.env['TRACLEARN_URL']}/trac/login/callback",
    }  # fmt: skip
    visit = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    page = httpx.get(f"{stack.stack.cognito_url}/oauth2/authorize", params=query, headers=visit)
    assert page.is_success and "password" in page.text


@pytest.mark.e2e
def test_a_page_of_another_origin_makes_nobody_an_author(stack, promotion, tmp_path):
    request, groups = promotion
    idp, body, target = stack.stack.cognito_url, json.dumps(request), f"{IDP}AdminAddUserToGroup"
    api = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    blind = {"method": "POST", "mode": "no-cors", "body": body}
    asked = {
        "promote": [idp, {"method": "POST", "headers": api, "body": body}],
        "promote blindly": [f"{idp}/?X-Amz-Target={target}", blind],
        "look": [f"{idp}/_ministack/health", {}],
        "look at keys": [stack.env["COGNITO_JWKS_URL"], {}],
    }
    text = show(ATTACK % json.dumps(asked), tmp_path)
    assert "DONE" in text and "READ" not in text, text
    assert groups() == []
