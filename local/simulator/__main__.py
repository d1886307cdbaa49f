"""Run the simulator until it is interrupted: `python -m local.simulator --port 8080`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import date

from local.simulator.server import listening
from local.simulator.settings import DEFAULT_SEED, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; gives the exit status."""
    options = _parser().parse_args(arguments)
    settings = Settings(options.seed, options.today, options.app_id, options.api_key)
    try:
        asyncio.run(_serve(settings, options.host, options.port))
    except OSError as problem:
        print(f"cannot listen on {options.host}:{options.port}: {problem}", file=sys.stderr)
        return 1
    return 0


async def _serve(settings: Settings, host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with listening(settings, host, port) as base_url:
        # Whoever started us may wait for this line, so it must not stay in a buffer.
        print(f"Simulated Soundcharts listening on {base_url}", flush=True)
        await stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.simulator", description="A simulated Soundcharts.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (0: any free one)")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="what all figures are drawn from")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day with data (today, UTC)"
    )
    parser.add_argument("--app-id", help="the only x-app-id that is accepted")
    parser.add_argument("--api-key", help="the only x-api-key that is accepted")
    return parser


if __name__ == "__main__":
    sys.exit(main())
