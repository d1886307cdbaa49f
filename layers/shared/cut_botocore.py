"""Called by the layer's Makefile: leaves of botocore what the functions use.

botocore comes with the descriptions of some 400 services, 19 MB of which the functions use six, and with the
endpoints of all, which each cold start reads.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

SERVICES = ("dynamodb", "s3", "secretsmanager", "sesv2", "sns", "sqs")
"""The services that functions make clients of."""
_DESCRIPTION = "service-2.json.gz"
_EXAMPLES = "examples-1.json"


def cut(botocore: Path) -> None:
    """Delete from a botocore that is installed in this folder what describes other services."""
    data = botocore / "data"
    for folder in [path for path in data.iterdir() if path.is_dir()]:
        if folder.name not in SERVICES:
            shutil.rmtree(folder)
    for version in data.glob("*/*/"):
        (version / _EXAMPLES).unlink(missing_ok=True)
        if not (version / _DESCRIPTION).exists():
            shutil.rmtree(version)
    endpoints = data / "endpoints.json"
    known = json.loads(endpoints.read_text())
    for partition in known["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in SERVICES if name in services}
    endpoints.write_text(json.dumps(known, separators=(",", ":")))


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
