"""The schemas of the OpenAPI document, made of the request's model and the typed answers."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import CoreModeRef, DefsRef, GenerateJsonSchema

from linernotes.api import answer_types as answers
from linernotes.api.subscriptions import answer_types as subscriptions
from linernotes.api.subscriptions.event_types import SubscriptionEvent
from linernotes.api.validation import ReportRequestModel
from linernotes.rosters.answer_types import Rosters, RosterToChange, RosterToCreate
from linernotes.sections.tracks.answer_types import Monthly, Tracks

Schema = dict[str, Any]

_DESCRIBED = (
    ReportRequestModel,
    answers.Report,
    answers.Reports,
    answers.SharedLink,
    answers.ReportEvent,
    answers.WebhookSecret,
    answers.Preview,
    answers.Artists,
    answers.LinesToResolve,
    answers.ResolvedLines,
    answers.ReadLine,
    Rosters,
    RosterToCreate,
    RosterToChange,
    subscriptions.Subscription,
    subscriptions.Subscriptions,
    subscriptions.SubscriptionToCreate,
    subscriptions.SubscriptionToChange,
    subscriptions.SubscriptionPreview,
    subscriptions.SubscriptionRun,
    subscriptions.SubscriptionRuns,
    SubscriptionEvent,
    Tracks,
    Monthly,
    answers.Platforms,
    answers.Health,
    answers.Problem,
)


def component_schemas() -> Schema:
    """Give the schema of everything the calls take and give, by its name: all that these refer to, too."""
    together = TypeAdapter(tuple[_DESCRIBED])  # type: ignore[valid-type]
    schema = together.json_schema(ref_template="#/components/schemas/{model}", schema_generator=_Schemas)
    components: Schema = schema["$defs"]
    return components


def ref(name: str) -> Schema:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


class _Schemas(GenerateJsonSchema):
    """Names schemas as callers know them, and repeats no field's name as its title."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        name, mode = core_mode_ref
        ours = name.replace(ReportRequestModel.__qualname__, "ReportRequest")
        return super().get_defs_ref((type(name)(ours), mode))
