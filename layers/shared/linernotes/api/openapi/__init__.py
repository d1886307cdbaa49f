"""The description of the API, which the build writes to the file that `GET /openapi.json` serves.

No function loads it.
"""

from linernotes.api.openapi.document import openapi_document

__all__ = ["openapi_document"]
