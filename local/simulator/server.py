"""The simulator on the network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from local.simulator.answers import Answer
from local.simulator.calls import read_call
from local.simulator.control import PREFIX, ControlPlane
from local.simulator.scenario import Fault
from local.simulator.settings import Settings
from local.simulator.simulation import Simulation, Verdict

_DEFAULT_SLOW_S = 5.0
_DEFAULT_DRIP_S = 30.0
_DRIPS = 50

# Hundreds of callers may knock at the same moment.
_BACKLOG = 1024
_SHUTDOWN_S = 1.0


@dataclass(frozen=True, slots=True)
class _Delivery:
    """An answer on its way to the caller."""

    request: web.BaseRequest
    answer: Answer
    headers: dict[str, str]


class _Handler:
    """Takes requests. It is called for every path: the API's own routing is in `read_call`."""

    def __init__(self, settings: Settings) -> None:
        self._simulation = Simulation(settings)
        self._control = ControlPlane(self._simulation)
        self._released = asyncio.Event()

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await self._control_call(request)
        call = read_call(request.method, request.path, dict(request.query))
        # A reset starts a new log; what began in the old one also ends there.
        log = self._control.log
        entry = log.begin(call)
        try:
            headers = request.headers
            verdict = self._simulation.judge(call, headers.get("x-app-id", ""), headers.get("x-api-key", ""))
            entry.fault = verdict.fault
            if self._simulation.latency_s:
                await asyncio.sleep(self._simulation.latency_s)
            if verdict.fault is Fault.HANG:
                return await self._hang(request)
            answer = self._simulation.answer(call, verdict)
            response = await _deliver(_Delivery(request, answer, self._simulation.headers(verdict)), verdict)
            entry.status = None if verdict.fault is Fault.DISCONNECT else answer.status
            return response
        finally:
            log.end(entry)

    def release(self) -> None:
        """Break off the calls that hang."""
        self._released.set()
        self._released = asyncio.Event()

    async def _control_call(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        answer = self._control.answer(request.method, request.path, request.query.get("last"), body)
        if request.path == f"{PREFIX}reset":
            self.release()
        return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)

    async def _hang(self, request: web.BaseRequest) -> web.StreamResponse:
        await self._released.wait()
        _hang_up(request)
        return web.Response()


async def _deliver(delivery: _Delivery, verdict: Verdict) -> web.StreamResponse:
    seconds = verdict.rule.seconds if verdict.rule else None
    if verdict.fault is Fault.SLOW_DRIP:
        return await _drip(delivery, _DEFAULT_DRIP_S if seconds is None else seconds)
    if verdict.fault is Fault.DISCONNECT:
        return await _disconnect(delivery)
    if verdict.fault is Fault.SLOW:
        await asyncio.sleep(_DEFAULT_SLOW_S if seconds is None else seconds)
    answer = delivery.answer
    return web.Response(
        status=answer.status, body=answer.body, content_type=answer.content_type, headers=delivery.headers
    )


async def _drip(delivery: _Delivery, seconds: float) -> web.StreamResponse:
    response = await _begin(delivery)
    body = delivery.answer.body
    size = -(-len(body) // _DRIPS)
    for start in range(0, len(body), size):
        await asyncio.sleep(seconds / _DRIPS)
        await response.write(body[start : start + size])
    await response.write_eof()
    return response


async def _disconnect(delivery: _Delivery) -> web.StreamResponse:
    response = await _begin(delivery)
    body = delivery.answer.body
    await response.write(body[: len(body) // 2])
    _hang_up(delivery.request)
    return response


async def _begin(delivery: _Delivery) -> web.StreamResponse:
    """Send the head of an answer, the length of the whole body included."""
    response = web.StreamResponse(status=delivery.answer.status, headers=delivery.headers)
    response.content_type = delivery.answer.content_type
    response.content_length = len(delivery.answer.body)
    await response.prepare(delivery.request)
    return response


def _hang_up(request: web.BaseRequest) -> None:
    if request.transport is not None:
        request.transport.close()


@asynccontextmanager
async def listening(settings: Settings, host: str, port: int) -> AsyncIterator[str]:
    """Serve as long as the context is open; gives the base URL. Port 0 is any free one."""
    handler = _Handler(settings)
    # Without cancellation a call that hangs would outlive the caller's patience.
    server = web.Server(handler, handler_cancellation=True, access_log=None)
    runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=_BACKLOG)
        await site.start()
        bound_port = runner.addresses[0][1]
        yield f"http://{host}:{bound_port}"
    finally:
        handler.release()
        await runner.cleanup()
