"""More learners than the demo has: each with limits of their own, and with nothing learned yet."""

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.cloud import aws
from traclearn_local.running_stack import RunningStack


def learners(stack: RunningStack, count: int, prefix: str = "bench") -> list[BrowserSession]:
    """Accounts `bench1@demo.test` … in the stack's pool, signed in. Another prefix gives other people."""
    env = stack.env
    keys = env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]
    cognito = aws.client("cognito-idp", env["COGNITO_ENDPOINT"], *keys)
    pool = {"UserPoolId": env["COGNITO_POOL_ID"]}
    names = [f"{prefix}{number}@demo.test" for number in range(1, count + 1)]
    for name in names:
        attributes = [{"Name": "email", "Value": name}, {"Name": "email_verified", "Value": "true"}]
        try:
            cognito.admin_create_user(
                **pool, Username=name, UserAttributes=attributes, MessageAction="SUPPRESS"
            )
        except cognito.exceptions.UsernameExistsException:
            continue
        cognito.admin_set_user_password(**pool, Username=name, Password=env["DEMO_PASSWORD"], Permanent=True)
    return [BrowserSession(env, name) for name in names]
