"""Topics and their subscriptions on moto as template.yaml describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.unit.template import of_type, resolved


def create_topics(sns: Any, names: Mapping[str, str]) -> dict[str, str]:
    """Create the topics and subscribe the queues; `names` has what the template calls these, as "Queue.Arn".

    Gives the topics' ARNs by what the template calls the topics.
    """
    topics = {topic: sns.create_topic(Name=topic)["TopicArn"] for topic in of_type("AWS::SNS::Topic")}
    for properties in of_type("AWS::SNS::Subscription").values():
        subscription = resolved(properties, names={**names, **topics})
        sns.subscribe(
            TopicArn=subscription["TopicArn"],
            Protocol=subscription["Protocol"],
            Endpoint=subscription["Endpoint"],
            Attributes={
                "RawMessageDelivery": json.dumps(subscription["RawMessageDelivery"]),
                "FilterPolicy": json.dumps(subscription["FilterPolicy"]),
            },
        )
    return topics
