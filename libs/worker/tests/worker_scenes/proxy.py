"""A proxy before the emulator that breaks calls, and refuses entries of batches, when ordered to."""

import json
from collections import Counter
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

CALLS = {
    "ReceiveMessage": "receive",
    "DeleteMessageBatch": "delete",
    "ChangeMessageVisibilityBatch": "change_visibility",
    "SendMessageBatch": "send",
    "SendMessage": "send_dead_letter",
    "PutEvents": "publish",
}
KEPT = ("Content-Type", "X-Amz-Target", "Authorization", "X-Amz-Date", "X-Amzn-Query-Mode")


class Proxy:
    """Counts of orders to carry out: calls to break, entries to refuse for now or for good."""

    def __init__(self, upstream):
        self._upstream = upstream
        self.broken, self.refused, self.final = Counter(), Counter(), Counter()
        self.seen = Counter()
        self.url = ""

    @asynccontextmanager
    async def listening(self):
        async with aiohttp.ClientSession() as self._session:
            app = web.Application(client_max_size=4 * 2**20)
            app.router.add_route("*", "/{path:.*}", self._handle)
            runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            try:
                yield self
            finally:
                await runner.cleanup()

    async def _handle(self, request):
        call = CALLS.get(request.headers.get("X-Amz-Target", "").split(".")[-1], "other")
        self.seen[call] += 1
        if self.broken[call] > 0:
            self.broken[call] -= 1
            return self._break(request, call)
        body = await request.json()
        refused = self._refuse(call, body)
        if refused and not body["Entries"]:
            return web.json_response(self._answer(call, {}, refused))
        headers = {name: request.headers[name] for name in KEPT if name in request.headers}
        async with self._session.post(self._upstream + request.path, json=body, headers=headers) as answer:
            text = await answer.text()
            if refused and answer.status == 200:
                text = json.dumps(self._answer(call, json.loads(text), refused))
            return web.Response(text=text, status=answer.status, content_type="application/x-amz-json-1.0")

    def _break(self, request, call):
        """In turn: throttled, a gateway's page instead of an answer, a cut connection."""
        turn = self.seen[call] % 3
        if turn == 0:
            error = {"__type": "com.amazonaws.sqs#RequestThrottled", "message": "slow down"}
            return web.json_response(error, status=400)
        if turn == 1:
            return web.Response(text="<html>bad gateway</html>", status=502)
        request.transport.close()
        return web.Response()

    def _refuse(self, call, body):
        """Takes the refused entries out of the body: (index, id, final)."""
        refused = []
        for index, entry in enumerate(list(body.get("Entries", ()))):
            orders = self.final if self.final[call] > 0 else self.refused
            if orders[call] > 0:
                orders[call] -= 1
                body["Entries"].remove(entry)
                refused.append((index, entry.get("Id"), orders is self.final))
        return refused

    def _answer(self, call, answer, refused):
        if call == "publish":
            for index, _, _ in refused:
                answer.setdefault("Entries", []).insert(
                    index, {"ErrorCode": "InternalFailure", "ErrorMessage": "try again"}
                )
            return {**answer, "FailedEntryCount": len(refused)}
        failed = [
            {
                "Id": name,
                "Code": "ReceiptHandleIsInvalid" if final else "InternalError",
                "SenderFault": final,
            }
            for _, name, final in refused
        ]
        return {**answer, "Failed": [*answer.get("Failed", []), *failed]}
