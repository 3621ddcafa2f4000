"""FastAPI's side: who calls a route, and how an error reaches the caller as `{"message": …}`."""

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from traclearn_identity.errors import IdentityError, InvalidToken, MissingGroup, MissingScope
from traclearn_identity.identity import Identity
from traclearn_identity.verifier import Verifier


class Guard:
    """Dependencies for routes: `Depends(guard.learner)`, `Depends(guard.group("authors"))`,
    `Depends(guard.scope("traclearn/feed"))`."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier

    async def learner(self, request: Request) -> Identity:
        """The learner whose id token comes with the request. Headers of a front door count for nothing."""
        return await self._verifier.learner(_bearer(request))

    def group(self, *names: str) -> Callable[[Request], Awaitable[Identity]]:
        """A dependency that lets people of any of these groups in."""

        async def member(request: Request) -> Identity:
            identity = await self.learner(request)
            if identity.groups.isdisjoint(names):
                raise MissingGroup(f"Only members of the group {' or '.join(names)} may do this.")
            return identity

        return member

    def scope(self, name: str) -> Callable[[Request], Awaitable[Identity]]:
        """A dependency that lets the machine client in when its token has the scope `name`."""

        async def machine(request: Request) -> Identity:
            identity = await self._verifier.machine(_bearer(request))
            if name not in identity.scopes:
                raise MissingScope(f"The token lacks the scope {name}. Ask for it at the token endpoint.")
            return identity

        return machine


def install(app: FastAPI) -> None:
    """Makes `app` answer identity errors as JSON with the right status."""
    app.add_exception_handler(IdentityError, _answer)


async def _answer(_request: Request, error: Exception) -> JSONResponse:
    fault = cast(IdentityError, error)
    headers = {"WWW-Authenticate": "Bearer"} if fault.status == 401 else {}
    return JSONResponse({"message": str(fault)}, status_code=fault.status, headers=headers)


def _bearer(request: Request) -> str:
    values = request.headers.getlist("authorization")
    scheme, _, token = values[0].partition(" ") if len(values) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken("Send the token as `Authorization: Bearer …`.")
    return token.strip()
