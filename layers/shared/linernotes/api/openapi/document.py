"""The OpenAPI document: its calls, and the schemas of what they take and give."""

from __future__ import annotations

import json

from linernotes import __version__
from linernotes.api.openapi.callbacks import of_callbacks, webhooks
from linernotes.api.openapi.catalogue import of_the_catalogue
from linernotes.api.openapi.components import Schema, component_schemas
from linernotes.api.openapi.page import of_the_page
from linernotes.api.openapi.reports import of_reports
from linernotes.api.openapi.rosters import of_rosters
from linernotes.api.openapi.service import of_the_service
from linernotes.api.openapi.shares import of_shared_reports, of_shares
from linernotes.api.openapi.subscriptions import of_subscriptions
from linernotes.api.openapi.unsubscribe import of_unsubscribing

_TAGS = {
    "Reports": "What artists did on platforms in a period: asked for, watched, downloaded, repaired.",
    "Callbacks": "The end of a report, told to its caller's own server.",
    "Shared reports": "Single reports, open to whoever has their link.",
    "E-mail": "Mails of subscriptions, for whoever gets them.",
    "Artists": "Artists by name or address.",
    "Rosters": "Lists of artists that an owner keeps by name.",
    "Subscriptions": "Reports that come by themselves.",
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
        "paths": {
            **of_reports(),
            **of_shares(),
            **of_callbacks(),
            **of_shared_reports(),
            **of_the_catalogue(),
            **of_rosters(),
            **of_subscriptions(),
            **of_unsubscribing(),
            **of_the_page(),
            **of_the_service(),
        },
        "webhooks": webhooks(),
        "components": {
            "securitySchemes": {"apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"}},
            "schemas": component_schemas(),
        },
    }
    plain: Schema = json.loads(json.dumps(document))
    return plain
