"""`make up` and `make down`: the real template on MiniStack, with Soundcharts simulated unless one is given.

The environment says what differs from the defaults (contract 7): SOUNDCHARTS_BASE_URL, SOUNDCHARTS_APP_ID,
SOUNDCHARTS_API_KEY, STACK_PORT, SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, SLACK_API_URL,
REPORT_DEADLINE_SECONDS, ALLOWED_CALLBACK_HOSTS. Any other parameter of the template can be set with
STACK_PARAMETERS="Name=Value Name=Value".
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import NamedKey, key_digest, unnamed_owner
from local.gateway_responses import put_gateway_responses
from local.metric_math import leave_out_metric_math
from local.processes import StackError, alive, free_port, port_is_free, start, stop, wait_for

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".local"
STACK_FILE = HOME / "stack.json"
STACK_NAME = "liner-notes"
REGION = "us-east-1"
MAIL_FROM = "liner-notes@label.example"
"""What mails come from, unless the environment's MAIL_FROM says otherwise."""
SOUNDCHARTS_URL = "https://customer.api.soundcharts.com"
_ARTIFACTS_BUCKET = "liner-notes-deployments"


@dataclass(frozen=True)
class LocalStack:
    """What `.local/stack.json` says of a running stack (contract 7)."""

    api_url: str
    api_key: str
    page_url: str
    aws_endpoint_url: str
    stack_name: str
    upstream_url: str
    slack_signing_secret: str

    def client(self, service: str, config: Config | None = None) -> Any:
        """Give an AWS client that may do anything on the stack."""
        sdk: Any = boto3  # the stubs know a client for each name, not for any
        return sdk.client(
            service,
            config=config,
            endpoint_url=self.aws_endpoint_url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - MiniStack's root
        )

    def outputs(self) -> dict[str, str]:
        """Give the outputs of the deployed template."""
        (stack,) = self.client("cloudformation").describe_stacks(StackName=self.stack_name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def physical_id(self, logical_id: str) -> str:
        """Give what a resource of the template is called on the stack: a queue's address, say."""
        detail = self.client("cloudformation").describe_stack_resource(
            StackName=self.stack_name, LogicalResourceId=logical_id
        )["StackResourceDetail"]
        physical: str = detail["PhysicalResourceId"]
        return physical


def up(env: Mapping[str, str], *, home: Path = HOME, source: Path = ROOT) -> LocalStack:
    """Start a stack; one that runs from before is stopped first, so that it is the code of now.

    `source` is the folder of another version of the project, to begin with that.
    """
    down(home=home)
    port = int(env.get("STACK_PORT", "4566"))
    if not port_is_free(port):
        raise StackError(
            f"port {port} is in use, perhaps by a stack that is up: choose another for this one, as with "
            f"STACK_PORT={free_port(port + 1)}"
        )
    try:
        return _up(env, port, home, source)
    except BaseException:
        down(home=home)
        raise


def update(stack: LocalStack, env: Mapping[str, str], *, home: Path = HOME) -> None:
    """Deploy the code and template of now to a stack that is up, with the environment it was started with."""
    built = _build(env, home, ROOT)
    _deploy(stack, built, stack_parameters(env, stack.aws_endpoint_url, stack.upstream_url), env, home)
    put_gateway_responses(stack.client("apigateway"), stack.outputs()["ApiId"], built)


def _up(env: Mapping[str, str], port: int, home: Path, source: Path) -> LocalStack:
    built = _build(env, home, source)
    endpoint = f"http://127.0.0.1:{port}"
    _start_ministack(port, endpoint, home)
    upstream_url = env.get("SOUNDCHARTS_BASE_URL") or (
        SOUNDCHARTS_URL if env.get("SOUNDCHARTS_API_KEY") else _start_simulator(home)
    )
    stack = LocalStack(
        api_url="",
        api_key="",
        page_url="",
        aws_endpoint_url=endpoint,
        stack_name=STACK_NAME,
        upstream_url=upstream_url,
        slack_signing_secret=env.get("SLACK_SIGNING_SECRET", "local-signing-secret"),
    )
    stack.client("s3").create_bucket(Bucket=_ARTIFACTS_BUCKET)
    _deploy(stack, built, stack_parameters(env, endpoint, upstream_url), env, home)
    outputs = stack.outputs()
    _store_credentials(stack, outputs, env)
    _verify_sender(stack, env)
    put_gateway_responses(stack.client("apigateway"), outputs["ApiId"], built)
    key = stack.client("apigateway").get_api_key(apiKey=outputs["ApiKeyId"], includeValue=True)["value"]
    _make_known(stack, key, outputs["ApiKeyId"])
    api_url = f"{endpoint}/_aws/execute-api/{outputs['ApiId']}/v1"
    stack = LocalStack(
        **{**asdict(stack), "api_url": api_url, "api_key": key, "page_url": f"{api_url}/#key={key}"}
    )
    pid = int((home / "run" / "ministack.pid").read_text())
    log = home / "run" / "ministack.log"
    wait_for("The API", lambda: _answers(f"{api_url}/health"), within_s=30, log=log, pid=pid)
    (home / "stack.json").write_text(json.dumps(asdict(stack), indent=2) + "\n")
    return stack


def down(*, home: Path = HOME) -> bool:
    """Stop the stack; False if none was running."""
    stopped = [stop(name, home / "run") for name in ("ministack", "simulator")]
    (home / "stack.json").unlink(missing_ok=True)
    return any(stopped)


def running(*, home: Path = HOME) -> LocalStack | None:
    """Give the stack that is up, if one is."""
    pid_file, stack_file = home / "run" / "ministack.pid", home / "stack.json"
    if not (pid_file.exists() and stack_file.exists() and alive(int(pid_file.read_text()))):
        return None
    return LocalStack(**json.loads(stack_file.read_text()))


def _build(env: Mapping[str, str], home: Path, source: Path) -> Path:
    """Build the functions and the layer for this machine's processor."""
    built = home / "build"
    _run(
        ["sam", "build", "--build-dir", str(built), "--cached", "--cache-dir", str(home / "build-cache")],
        {**env, "LAYER_ARCHITECTURE": _architecture()},
        "sam build",
        folder=source,
    )
    leave_out_metric_math(built / "template.yaml")
    return built / "template.yaml"


def _architecture() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def _start_ministack(port: int, endpoint: str, home: Path) -> None:
    # An environment of its own, of which the functions inherit nothing that AWS would not give them.
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home / "run"),
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "LOG_LEVEL": "INFO",
        "MINISTACK_REGION": REGION,
        "PYTHONDONTWRITEBYTECODE": "1",
        # Not used here, and MiniStack would listen for it on every address, on one port for all stacks.
        "IOT_MTLS_ENABLED": "0",
    }
    command = [str(ROOT / ".local" / "ministack" / "bin" / "ministack")]
    pid = start(command, name="ministack", folder=home / "run", env=env)
    health = f"{endpoint}/_ministack/health"
    wait_for("MiniStack", lambda: _answers(health), within_s=30, log=home / "run" / "ministack.log", pid=pid)


def _start_simulator(home: Path) -> str:
    command = [sys.executable, "-m", "local.simulator", "--port", "0"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers" / "shared")])}
    pid = start(command, name="simulator", folder=home / "run", env=env)
    log = home / "run" / "simulator.log"
    wait_for("The simulated Soundcharts", lambda: "http://" in log.read_text(), within_s=30, log=log, pid=pid)
    return next(word for word in log.read_text().split() if word.startswith("http://"))


def stack_parameters(env: Mapping[str, str], endpoint: str, upstream_url: str) -> dict[str, str]:
    """Give the parameters of the template for a stack here, by the environment it is started in."""
    parameters = {
        "Architecture": _architecture(),
        "SoundchartsBaseUrl": upstream_url,
        "Local": "true",
        "KeepData": "false",
        # Who runs a stack here may have its callbacks come to a server here, without TLS.
        "AllowedCallbackHosts": env.get("ALLOWED_CALLBACK_HOSTS", "127.0.0.1"),
        "SlackApiUrl": env.get("SLACK_API_URL", ""),
        # A double of Slack on this machine answers for the whole of it.
        "SlackResponseHosts": "hooks.slack.com,127.0.0.1,localhost",
        # A double of Slack, or an app of one's own workspace.
        "SlackEnabled": "true" if env.get("SLACK_API_URL") or env.get("SLACK_BOT_TOKEN") else "false",
        "MailFrom": env.get("MAIL_FROM", "liner-notes@label.example"),
        "PageAddress": f"{endpoint}/_aws/execute-api/{{api}}/{{stage}}/",
        "DeadlineSeconds": env.get("REPORT_DEADLINE_SECONDS", "900"),
        # Calls to the simulator cost nothing, and tests and benchmarks share one key.
        "CallsPerOwnerAndMonth": "10000000",
        # They count every call that is made, of which asking what is left would be one.
        "QuotaReservePercent": "0",
    }
    if upstream_url != SOUNDCHARTS_URL:
        # The simulator names pictures, but nobody has them.
        parameters["PictureHosts"] = "pictures.invalid"
    for pair in env.get("STACK_PARAMETERS", "").split():
        name, _, value = pair.partition("=")
        parameters[name] = value
    return parameters


def _deploy(
    stack: LocalStack, built: Path, parameters: Mapping[str, str], env: Mapping[str, str], home: Path
) -> None:
    overrides = [f"{name}={value}" for name, value in parameters.items() if value]
    aws = {
        "AWS_ENDPOINT_URL": stack.aws_endpoint_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        # What the caller has set for the real AWS must not be used here.
        "AWS_CONFIG_FILE": str(home / "run" / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "run" / "none"),
    }
    kept = {name: value for name, value in env.items() if not name.startswith("AWS_")}
    _run(
        [
            "sam", "deploy", "--template-file", str(built), "--stack-name", STACK_NAME,
            "--s3-bucket", _ARTIFACTS_BUCKET, "--region", REGION, "--capabilities", "CAPABILITY_IAM",
            "CAPABILITY_AUTO_EXPAND",
            "--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar",
            "--parameter-overrides", *overrides,
        ],
        {**kept, **aws},
        "sam deploy",
    )  # fmt: skip


def _store_credentials(stack: LocalStack, outputs: Mapping[str, str], env: Mapping[str, str]) -> None:
    """Store the credentials given; for Soundcharts else its sandbox's, which the simulator takes too."""
    credentials = {
        "app_id": env.get("SOUNDCHARTS_APP_ID") or "soundcharts",
        "api_key": env.get("SOUNDCHARTS_API_KEY") or "soundcharts",
    }
    stack.client("secretsmanager").put_secret_value(
        SecretId=outputs["SoundchartsSecret"], SecretString=json.dumps(credentials)
    )
    slack = {"signing_secret": stack.slack_signing_secret, "bot_token": env.get("SLACK_BOT_TOKEN", "")}
    stack.client("secretsmanager").put_secret_value(
        SecretId=outputs["SlackSecret"], SecretString=json.dumps(slack)
    )


def _make_known(stack: LocalStack, key: str, key_id: str) -> None:
    """Note whose the stack's own key is, so that it serves assistants too, of whom API Gateway asks no key.

    It has no name, and goes on being an owner by itself (contract 2, Owners).
    """
    digest, now, holder = key_digest(key), datetime.now(UTC), "make up"
    owner = unnamed_owner(digest)
    keys = DynamoKeyStore(stack.client("dynamodb"), stack.physical_id("ReportsTable"))
    keys.hold(owner, holder, now=now, until=now + timedelta(minutes=1))
    keys.add(digest, NamedKey(owner, key_id, now), holder)
    keys.release(owner, holder)


def _verify_sender(stack: LocalStack, env: Mapping[str, str]) -> None:
    """Have the stack's SES send from the address mails come from; there is no mailbox to confirm it in."""
    if mail_from := env.get("MAIL_FROM", MAIL_FROM):
        stack.client("sesv2").create_email_identity(EmailIdentity=mail_from)


def _run(command: list[str], env: Mapping[str, str], what: str, *, folder: Path = ROOT) -> None:
    done = subprocess.run(  # noqa: S603 - the commands are ours
        [shutil.which(command[0]) or command[0], *command[1:]],
        cwd=folder,
        env={**env, "SAM_CLI_TELEMETRY": "0", "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"{what} failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - an http address of ours
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    """Run a command: up or down."""
    try:
        if sys.argv[1:] == ["up"]:
            stack = up(os.environ)
            print(f"The stack is up: {stack.api_url}\nIts addresses and API key are in {STACK_FILE}.")
            print(f"The page: {stack.page_url}")
        elif sys.argv[1:] == ["down"]:
            print("The stack is down." if down() else "No stack was up.")
        else:
            print("usage: python -m local.stack up|down")
            return 2
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
