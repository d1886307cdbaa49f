"""The template as tests read it: loops written out, globals put in, references followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local.template_loops import template_written_out

ROOT = Path(__file__).resolve().parents[2]


TEMPLATE = template_written_out()

_IN_TEXT = re.compile(r"\$\{([^}]+)\}")


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Give the properties of every resource of a type, by its logical id."""
    return {
        logical_id: resource.get("Properties", {})
        for logical_id, resource in TEMPLATE["Resources"].items()
        if resource["Type"] == kind
    }


def functions() -> dict[str, dict[str, Any]]:
    """Give the properties of every function, those it has from the globals included."""
    common = TEMPLATE["Globals"]["Function"]
    merged = {}
    for logical_id, own in of_type("AWS::Serverless::Function").items():
        variables = {**common["Environment"]["Variables"], **own["Environment"]["Variables"]}
        merged[logical_id] = {**common, **own, "Environment": {"Variables": variables}}
    return merged


def routes_of(function: str) -> dict[tuple[str, str], bool]:
    """Give the calls that API Gateway hands to a function, and whether each needs an API key."""
    needed = TEMPLATE["Resources"]["Api"]["Properties"]["Auth"]["ApiKeyRequired"]
    return {
        (route["Method"].upper(), route["Path"]): route.get("Auth", {}).get("ApiKeyRequired", needed)
        for event in functions()[function]["Events"].values()
        if event["Type"] == "Api" and (route := event["Properties"])
    }


def answered_routes(function: str) -> dict[tuple[str, str], bool]:
    """Give those of the calls that clients are told of: HEAD goes with GET, and the rest are refused."""
    routes = routes_of(function)
    return {
        (method, path): needs_key
        for (method, path), needs_key in routes.items()
        if path != "/{proxy+}" and method != "HEAD" and (path != "/" or method == "GET")
    }


def folder_of(function: str) -> str:
    """Give the folder of a function's code: `fetch` of `FetchFunction`."""
    return str(functions()[function]["CodeUri"]).removeprefix("functions/")


def resolved(
    value: Any, *, names: Mapping[str, str] | None = None, parameters: Mapping[str, Any] | None = None
) -> Any:
    """Follow the references in a value.

    A parameter is what `parameters` says, else its default. A resource, as "Queue" or "Queue.Arn", is what
    `names` says, else that very text, which then tells what was referred to.
    """
    names, parameters = names or {}, parameters or {}

    def named(name: str) -> Any:
        if name in parameters:
            return parameters[name]
        parameter = TEMPLATE["Parameters"].get(name)
        return names.get(name, name) if parameter is None else parameter["Default"]

    def follow(value: Any) -> Any:
        match value:
            case {"Ref": name}:
                return named(follow(name))
            case {"Fn::GetAtt": [resource, attribute]}:
                return named(f"{follow(resource)}.{attribute}")
            case {"Fn::Sub": str(text)}:
                return _IN_TEXT.sub(lambda found: str(named(found[1])), text)
            case {"Fn::Sub": [str(text), dict(given)]}:
                own = {name: str(follow(part)) for name, part in given.items()}
                return _IN_TEXT.sub(lambda found: own.get(found[1]) or str(named(found[1])), text)
            case {"Fn::Join": [separator, parts]}:
                return separator.join(str(follow(part)) for part in parts)
            case {"Fn::FindInMap": [mapping, row, column]}:
                return TEMPLATE["Mappings"][follow(mapping)][follow(row)][follow(column)]
            case {"Fn::If": ["HasTls", on_aws, _]}:
                return follow(on_aws)
            case dict():
                return {key: follow(part) for key, part in value.items()}
            case list():
                return [follow(part) for part in value]
            case _:
                return value

    return follow(value)


def hearing(attributes: Mapping[str, str]) -> list[str]:
    """List the queues an event with these attributes is sent to, by the subscriptions' filter policies."""
    return [
        str(resolved(subscription["Endpoint"])).removesuffix(".Arn")
        for subscription in of_type("AWS::SNS::Subscription").values()
        if all(attributes[name] in values for name, values in subscription["FilterPolicy"].items())
    ]


def environment(
    function: str, *, names: Mapping[str, str] | None = None, parameters: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Give a function's environment variables as text, their references followed as `resolved` does."""
    variables = functions()[function]["Environment"]["Variables"]
    followed = resolved(variables, names=names, parameters=parameters)
    return {name: str(value) for name, value in followed.items()}
