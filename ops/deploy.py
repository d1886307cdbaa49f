"""`make deploy ENV=prod`: build, and deploy with every parameter said.

SAM leaves a parameter that is not said as it was on the stack, so that a new default would never arrive. Here
each is what the command says (PARAMETERS="Name=Value Name=Value"), else the environment in samconfig.toml,
else the template. Where it is deployed, and what differs from the template, is printed before anything is
done; an environment that names its account or region in samconfig.toml goes nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from samcli.yamlhelper import yaml_parse

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "samconfig.toml"
BUILT = ROOT / ".local" / "aws-build"
RELEASE = "Release"
"""The parameter by which functions are published again; nobody sets it by hand."""


class NotDeployable(Exception):
    """Nothing was deployed; the message says why."""


def settings_of(environment: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Give how an environment is deployed, by samconfig.toml. Raises NotDeployable if it is not there."""
    try:
        settings: dict[str, Any] = config[environment]["deploy"]["parameters"]
    except KeyError:
        known = ", ".join(name for name in config if name != "version")
        raise NotDeployable(f"ENV: samconfig.toml has no {environment!r}; it has {known}") from None
    return settings


def check_place(environment: str, config: Mapping[str, Any], account: str, region: str) -> None:
    """Refuse an account or a region other than the environment's `only` table has, where there is one.

    Raises NotDeployable.
    """
    only = config[environment].get("only", {})
    if unknown := set(only) - {"account", "region"}:
        raise NotDeployable(f"samconfig.toml, {environment}.only: {', '.join(sorted(unknown))} is not known")
    for name, found in (("account", account), ("region", region)):
        if only.get(name, found) != found:
            raise NotDeployable(f"{environment} is deployed to the {name} {only[name]} only, this is {found}")


def parameters_of(template: Mapping[str, Any], *said: list[str]) -> dict[str, str]:
    """Give every parameter of a template but the release: its default, or the last of what was said about it.

    `said` are lists of Name=Value. Raises NotDeployable where that is not so, or there is no such parameter.
    """
    values = {name: str(found.get("Default", "")) for name, found in template["Parameters"].items()}
    del values[RELEASE]
    for pair in [pair for pairs in said for pair in pairs]:
        name, equals, value = pair.partition("=")
        if not equals or name not in values:
            raise NotDeployable(f"{pair!r}: say Name=Value, with a parameter of the template")
        values[name] = value
    return values


def differing(template: Mapping[str, Any], values: Mapping[str, str]) -> list[str]:
    """List the parameters that are not as the template has them, in words."""
    defaults = {name: str(found.get("Default", "")) for name, found in template["Parameters"].items()}
    return [
        f"{name} = {value or 'nothing'} (default: {defaults[name] or 'nothing'})"
        for name, value in values.items()
        if value != defaults[name]
    ]


def release_of(built: Path, values: Mapping[str, str]) -> str:
    """Give a digest of everything that is deployed: all files that were built, and all parameters."""
    digest = hashlib.sha256(repr(sorted(values.items())).encode())
    for path in sorted(built.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(built)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def override(name: str, value: str) -> str:
    """Give a parameter as SAM's command line takes it, whatever is in its value."""
    escaped = value.replace('"', r"\"")
    return f'{name}="{escaped}"'


def _place(session: boto3.Session) -> tuple[str, str]:
    """Give the account and the region that would be deployed to. Raises NotDeployable without credentials."""
    try:
        identity = session.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        raise NotDeployable(f"AWS does not tell which account this is: {error}") from error
    return str(identity["Account"]), str(session.region_name)


def _build(architecture: str) -> None:
    subprocess.run(  # noqa: S603 - the command is ours
        ["sam", "build", "--build-dir", str(BUILT)],  # noqa: S607 - that of the project, first on the PATH
        cwd=ROOT,
        env={**os.environ, "LAYER_ARCHITECTURE": architecture},
        check=True,
    )


def _deploy(environment: str, stack_name: str, values: Mapping[str, str]) -> None:
    command = [
        "sam", "deploy", "--template-file", str(BUILT / "template.yaml"), "--stack-name", stack_name,
        "--config-file", str(CONFIG), "--config-env", environment,
    ]  # fmt: skip
    if os.environ.get("CI"):
        command.append("--no-confirm-changeset")  # who approves the environment there has confirmed
    overrides = [override(name, value) for name, value in values.items()]
    subprocess.run([*command, "--parameter-overrides", *overrides], cwd=ROOT, check=True)  # noqa: S603


def deploy(environment: str, stack_name: str, said: str) -> None:
    """Build, say what is out of the ordinary, and deploy. Raises NotDeployable."""
    config = tomllib.loads(CONFIG.read_text())
    settings = settings_of(environment, config)
    account, region = _place(boto3.Session(region_name=settings.get("region")))
    check_place(environment, config, account, region)
    template = yaml_parse((ROOT / "template.yaml").read_text())
    values = parameters_of(template, settings.get("parameter_overrides", []), shlex.split(said))
    stack_name = stack_name or settings["stack_name"]
    print(f"{environment}: the stack {stack_name} in account {account}, {region}.")
    print("Where it differs from the template's defaults:")
    print("\n".join(f"  {line}" for line in differing(template, values)) or "  nowhere", flush=True)
    _build(values["Architecture"])
    _deploy(environment, stack_name, {**values, RELEASE: release_of(BUILT, values)})
    boto3.client("cloudformation").update_termination_protection(
        StackName=stack_name, EnableTerminationProtection=values["KeepData"] == "true"
    )


def main() -> int:
    """Deploy what ENV, STACK_NAME and PARAMETERS say."""
    try:
        deploy(os.environ["ENV"], os.environ.get("STACK_NAME", ""), os.environ.get("PARAMETERS", ""))
    except NotDeployable as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
