"""`python -m linernotes.api.openapi FILE`: write the document."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from linernotes.api.openapi.document import openapi_document

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(openapi_document(), ensure_ascii=False), encoding="utf-8")
