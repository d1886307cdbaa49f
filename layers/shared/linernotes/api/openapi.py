"""The OpenAPI document, written by the build: `python -m linernotes.api.openapi FILE`.

Nothing else loads this: what `GET /openapi.json` serves is the file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from linernotes import __version__
from linernotes.api.components import Schema, component_schemas
from linernotes.api.operations import all_paths

_TAGS = {
    "Reports": "What artists did on platforms in a period: asked for, watched, downloaded, repaired.",
    "Shared reports": "Single reports, open to whoever has their link.",
    "Artists": "Artists by name.",
    "Charts": "Tracks on charts, from rankings that were stored.",
    "Platforms": "What can be asked for.",
    "Page": "The page for browsers, and what it loads.",
    "Service": "The API itself.",
}


def openapi_document() -> Schema:
    """Describe every call of the API, as JSON."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Liner Notes",
            "version": __version__,
            "description": "How much did an artist do, in a country, in a period?",
        },
        "servers": [{"url": "../v1", "description": "Where this document was served from."}],
        "security": [{"apiKey": []}],
        "tags": [{"name": name, "description": description} for name, description in _TAGS.items()],
        "paths": all_paths(),
        "components": {
            "securitySchemes": {"apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"}},
            "schemas": component_schemas(),
        },
    }
    plain: Schema = json.loads(json.dumps(document))
    return plain


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(openapi_document(), ensure_ascii=False))
