"""The user pool in the Cognito emulator, with the names and lifetimes that Terraform gives it on AWS."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from traclearn_local.cloud import aws
from traclearn_local.errors import LocalError
from traclearn_local.secrets import passwords
from traclearn_local.secrets.passwords import DEMO, write_private
from traclearn_local.stack import KEY, REGION, Stack

POOL = "TracLearnUsers"
WEB_CLIENT = "TracLearnWebClient"
MACHINE_CLIENT = "TracLearnMachineClient"
SCOPES = {"relay": "Send events again in a learner's name", "feed": "Read the change feed"}
PASSWORD_POLICY = {
    "MinimumLength": 12,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireUppercase": False,
    "RequireSymbols": False,
}
GROUPS = {"authors": "Write questions and set grades", "operators": "See and replay what failed"}
ACCOUNTS = {
    "learner@demo.test": ("Lea Learner", None),
    "learner2@demo.test": ("Leo Learner", None),
    "author@demo.test": ("Ada Author", "authors"),
    "operator@demo.test": ("Otto Operator", "operators"),
}


@dataclass(frozen=True)
class Identity:
    """What the emulator called things; `subs` by e-mail."""

    pool: str
    web_client: str
    machine_client: str
    machine_secret: str
    subs: dict[str, str]

    @property
    def issuer(self) -> str:
        return f"https://cognito-idp.{REGION}.amazonaws.com/{self.pool}"

    def jwks(self, stack: Stack) -> str:
        return f"{stack.http('cognito')}/{self.pool}/.well-known/jwks.json"


def keep(stack: Stack, identity: Identity) -> None:
    write_private(stack.home / "cognito.json", json.dumps(asdict(identity), indent=1))


def kept(stack: Stack) -> Identity | None:
    """What the last seeding found, for those who come while the emulator is down."""
    path = stack.home / "cognito.json"
    return Identity(**json.loads(path.read_text())) if path.is_file() else None


def known(stack: Stack) -> Identity:
    """As kept. Raises LocalError when the stack was never up."""
    identity = kept(stack)
    if identity is None:
        raise LocalError("There is no stack here yet. Run: make up")
    return identity


def connect(stack: Stack) -> Any:
    secret = passwords.keep(stack.home)["aws"]
    return aws.client("cognito-idp", stack.http("cognito"), KEY, secret)


def seed(stack: Stack) -> Identity:
    """Makes what is missing; what is there stays, with its ids."""
    cognito = connect(stack)
    pool = _pool(cognito)
    _resource_server(cognito, pool)
    web, _ = _client(cognito, pool, WEB_CLIENT, web_settings(stack))
    machine, secret = _client(cognito, pool, MACHINE_CLIENT, machine_settings())
    present = {group["GroupName"] for group in cognito.list_groups(UserPoolId=pool)["Groups"]}
    for name, description in GROUPS.items():
        if name not in present:
            cognito.create_group(UserPoolId=pool, GroupName=name, Description=description)
    subs = {email: _account(cognito, pool, email, *about) for email, about in ACCOUNTS.items()}
    return Identity(pool=pool, web_client=web, machine_client=machine, machine_secret=secret, subs=subs)


def web_settings(stack: Stack) -> dict[str, Any]:
    """Authorization code with PKCE; password sign-in is for scripts and tests against the emulator alone."""
    return {
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
        "AccessTokenValidity": 1,
        "IdTokenValidity": 1,
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {"AccessToken": "hours", "IdToken": "hours", "RefreshToken": "days"},
        "CallbackURLs": [f"{stack.url}/trac/login/callback"],
        "LogoutURLs": [f"{stack.url}/trac", f"{stack.url}/trac/", f"{stack.url}/trac/logout/done"],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": True,
    }


def machine_settings() -> dict[str, Any]:
    return {
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": [f"traclearn/{scope}" for scope in SCOPES],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO"],
        "AccessTokenValidity": 1,
        "TokenValidityUnits": {"AccessToken": "hours"},
    }


def _pool(cognito: Any) -> str:
    for pool in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        if pool["Name"] == POOL:
            return str(pool["Id"])
    made = cognito.create_user_pool(
        PoolName=POOL,
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Schema=[
            {"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True},
            {"Name": "name", "AttributeDataType": "String", "Required": True, "Mutable": True},
        ],
        Policies={"PasswordPolicy": PASSWORD_POLICY},
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
    )
    pool_id = str(made["UserPool"]["Id"])
    cognito.create_user_pool_domain(Domain="traclearn", UserPoolId=pool_id)
    return pool_id


def _resource_server(cognito: Any, pool: str) -> None:
    servers = cognito.list_resource_servers(UserPoolId=pool, MaxResults=50)["ResourceServers"]
    if any(server["Identifier"] == "traclearn" for server in servers):
        return
    scopes = [{"ScopeName": name, "ScopeDescription": text} for name, text in SCOPES.items()]
    cognito.create_resource_server(UserPoolId=pool, Identifier="traclearn", Name="traclearn", Scopes=scopes)


def _client(cognito: Any, pool: str, name: str, settings: dict[str, Any]) -> tuple[str, str]:
    """(id, secret or ""). A client whose addresses moved with the ports is brought up to date."""
    for found in cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]:
        if found["ClientName"] == name:
            key = {"UserPoolId": pool, "ClientId": found["ClientId"]}
            client = cognito.describe_user_pool_client(**key)["UserPoolClient"]
            if any(client.get(field) != value for field, value in settings.items()):
                cognito.update_user_pool_client(**key, ClientName=name, **settings)
            return str(client["ClientId"]), str(client.get("ClientSecret", ""))
    secret = name == MACHINE_CLIENT
    made = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName=name, GenerateSecret=secret, **settings
    )
    client = made["UserPoolClient"]
    return str(client["ClientId"]), str(client.get("ClientSecret", ""))


def _account(cognito: Any, pool: str, email: str, name: str, group: str | None) -> str:
    """The account's `sub`."""
    key = {"UserPoolId": pool, "Username": email}
    try:
        user = cognito.admin_get_user(**key)
    except cognito.exceptions.UserNotFoundException:
        attributes = {"email": email, "email_verified": "true", "name": name}
        cognito.admin_create_user(
            **key,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": field, "Value": value} for field, value in attributes.items()],
        )
        user = cognito.admin_get_user(**key)
    if user["UserStatus"] != "CONFIRMED":
        cognito.admin_set_user_password(**key, Password=DEMO, Permanent=True)
    if group:
        cognito.admin_add_user_to_group(**key, GroupName=group)
    return next(str(one["Value"]) for one in user["UserAttributes"] if one["Name"] == "sub")
