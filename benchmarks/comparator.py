"""The limit to close in on: one asyncio process that keeps everything in memory and writes no workbook."""

from __future__ import annotations

import asyncio
import time

import aiohttp

from benchmarks.cases import Case
from benchmarks.described import Call, Point, aggregate, calls_of, points_of
from benchmarks.upstream import CREDENTIALS

CONNECTIONS = 100


def run_comparator(url: str, case: Case) -> float:
    """Fetch and aggregate a report's data over 100 connections; returns the seconds it took."""
    started = time.perf_counter()
    asyncio.run(_fetch_all(url, case))
    return time.perf_counter() - started


async def _fetch_all(url: str, case: Case) -> None:
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(url, connector=connector, headers=CREDENTIALS) as session:
        fetched = await asyncio.gather(*[_fetch(session, call) for call in calls_of(case)])
    aggregate(point for points in fetched for point in points)


async def _fetch(session: aiohttp.ClientSession, call: Call) -> list[Point]:
    async with session.get(call.path, params=call.params) as answer:
        answer.raise_for_status()
        return points_of(call, await answer.json())
