"""The workflow runs what the README says, and deploys only what was tested, without a stored key."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.unit.template import ROOT
from tests.unit.test_readme import make_targets

JOBS: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/deliver.yml").read_text())["jobs"]
DEPLOYING = {"deploy-dev": "dev", "deploy-prod": "prod"}


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def test_changes_are_tested_by_the_command_of_the_readme() -> None:
    assert "make test " in (ROOT / "README.md").read_text()
    assert commands("test") == ["make test"]
    assert commands("check") == ["make check"]


def test_every_command_is_one_there_is() -> None:
    named = {target for job in JOBS for run in commands(job) for target in re.findall(r"make ([a-z-]+)", run)}
    assert named == {"check", "test", "deploy"}
    assert named <= make_targets()


def test_what_is_deployed_was_tested_and_prod_comes_after_dev() -> None:
    assert set(JOBS["deploy-dev"]["needs"]) == {"check", "test"}
    assert JOBS["deploy-prod"]["needs"] == "deploy-dev"
    assert "refs/heads/main" in JOBS["deploy-dev"]["if"]


def test_deployments_sign_in_by_oidc_as_the_role_of_their_environment() -> None:
    for job, environment in DEPLOYING.items():
        assert JOBS[job]["environment"] == JOBS[job]["env"]["ENVIRONMENT"] == environment
        assert commands(job) == ['make deploy ENV="$ENVIRONMENT"']
        assert JOBS[job]["permissions"] == {"contents": "read", "id-token": "write"}
        (sign_in,) = [step["with"] for step in JOBS[job]["steps"] if "aws-actions" in step.get("uses", "")]
        assert sign_in == {
            "role-to-assume": "${{ vars.AWS_ROLE_ARN }}",
            "aws-region": "${{ vars.AWS_REGION }}",
        }
    text = (ROOT / ".github/workflows/deliver.yml").read_text()
    assert "secrets." not in text
    assert not re.search("aws-access-key|AWS_SECRET", text)


def test_the_tests_have_the_history_they_update_from() -> None:
    (checkout,) = [step for step in JOBS["test"]["steps"] if "checkout" in step.get("uses", "")]
    assert checkout["with"] == {"fetch-depth": 0}
