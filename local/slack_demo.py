"""`make slack-demo`: a conversation in Slack, shown in the terminal, on a stack with a double of Slack."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from local.processes import StackError, free_port
from local.slack_double import BOT_TOKEN, ShownFile, SlackDouble, Slacker, as_text, start_slack_double
from local.stack import HOME, ROOT, down, up

TEXT = "Billie Eilish, achille lauro on Spotify, Instagram and Deezer in Italy for September 2024"
_HOME = HOME / "slack-demo"
_WITHIN_S = 60
_LOOK_S = 0.1


def show(slack: SlackDouble) -> None:
    """Print each version of each message as it comes, until there are a workbook and a picture."""
    printed: dict[str, int] = {}
    until = time.monotonic() + _WITHIN_S
    while time.monotonic() < until:
        for message in list(slack.messages):
            for version in message.versions[printed.get(message.ts, 0) :]:
                edited = " (edited)" if printed.get(message.ts) else ""
                print(f"\n— {message.channel}{edited}\n{as_text(version)}", flush=True)
                printed[message.ts] = printed.get(message.ts, 0) + 1
        files = slack.shown_files()
        pictures = [picture for message in list(slack.messages) for picture, _ in slack.pictures(message)]
        if files and pictures:
            print(f"  ↳ in the answer: {pictures[0].name}, saved as {_saved(pictures[0])}")
            print(f"  ↳ in its thread: {files[0].name}, saved as {_saved(files[0])}")
            return
        time.sleep(_LOOK_S)
    raise StackError(f"there were no workbook and picture within {_WITHIN_S} s")


def _saved(file: ShownFile) -> Path:
    """Save a file that Slack shows; says where."""
    saved = ROOT / "out" / file.name
    saved.parent.mkdir(exist_ok=True)
    saved.write_bytes(file.content)
    return saved.relative_to(ROOT)


def main() -> int:
    """Run the demo."""
    with start_slack_double() as slack:
        slacks = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": BOT_TOKEN}
        try:
            print("Starting a local stack…", flush=True)
            # Beside the stack of `make up`, which has the usual port.
            stack = up({"STACK_PORT": str(free_port(4567)), **os.environ, **slacks}, home=_HOME)
            manager = Slacker(stack.api_url, stack.slack_signing_secret, slack.url)
            print(f"\n> /report {TEXT}", flush=True)
            asked = time.monotonic()
            answer = manager.command(TEXT)
            if not answer.ok:
                raise StackError(f"Slack's command was answered {answer.status_code}: {answer.text}")
            print(f"  acknowledged after {time.monotonic() - asked:.2f} s, to the asker alone:", flush=True)
            print(as_text(answer.json()), flush=True)
            show(slack)
        except StackError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            down(home=_HOME)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
