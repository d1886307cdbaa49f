"""`make slack-demo`: a conversation in Slack, shown in the terminal, on a stack with a double of Slack."""

from __future__ import annotations

import os
import sys
import time

from local.processes import StackError, port_is_free
from local.slack_double import BOT_TOKEN, SlackDouble, Slacker, as_text, start_slack_double
from local.stack import HOME, ROOT, down, up

TEXT = "Billie Eilish, achille lauro on Spotify, Instagram and Deezer in Italy for September 2024"
_HOME = HOME / "slack-demo"
_WITHIN_S = 60
_LOOK_S = 0.1


def show(slack: SlackDouble) -> None:
    """Print each version of each message as it comes, until there is a file."""
    printed: dict[str, int] = {}
    until = time.monotonic() + _WITHIN_S
    while time.monotonic() < until:
        for message in list(slack.messages):
            for version in message.versions[printed.get(message.ts, 0) :]:
                edited = " (edited)" if printed.get(message.ts) else ""
                print(f"\n— {message.channel}{edited}\n{as_text(version)}", flush=True)
                printed[message.ts] = printed.get(message.ts, 0) + 1
        if files := slack.shown_files():
            workbook = ROOT / "out" / files[0].name
            workbook.parent.mkdir(exist_ok=True)
            workbook.write_bytes(files[0].content)
            print(f"  ↳ in its thread: {files[0].name}, saved as {workbook.relative_to(ROOT)}")
            return
        time.sleep(_LOOK_S)
    raise StackError(f"there was no file within {_WITHIN_S} s")


def main() -> int:
    """Run the demo."""
    port = next(port for port in range(4567, 4667) if port_is_free(port))
    with start_slack_double() as slack:
        slacks = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": BOT_TOKEN}
        try:
            print("Starting a local stack…", flush=True)
            stack = up({"STACK_PORT": str(port), **os.environ, **slacks}, home=_HOME)
            manager = Slacker(stack.api_url, stack.slack_signing_secret, slack.url)
            print(f"\n> /report {TEXT}", flush=True)
            asked = time.monotonic()
            answer = manager.command(TEXT)
            if not answer.ok:
                raise StackError(f"Slack's command was answered {answer.status_code}: {answer.text}")
            print(f"  acknowledged after {time.monotonic() - asked:.2f} s", flush=True)
            show(slack)
        except StackError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            down(home=_HOME)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
