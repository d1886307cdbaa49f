"""Events of reports, published to SNS."""

from __future__ import annotations

import json
from typing import Any

from linernotes.reports.report_ended import ReportEnded, report_ended_text


class SnsReportEvents:
    """Publishes to the topic whose subscriptions choose by the event's attributes."""

    def __init__(self, client: Any, topic_arn: str) -> None:
        """Take an SNS client and the topic's ARN."""
        self._client = client
        self._topic_arn = topic_arn

    def publish(self, ended: ReportEnded, *, owner: str) -> None:
        """See `ReportEvents.publish`: SNS hands the group on to queues, which give groups turns."""
        attributes = {"door": ended.door, "has_callback": json.dumps(ended.has_callback)}
        self._client.publish(
            TopicArn=self._topic_arn,
            Message=report_ended_text(ended),
            MessageGroupId=owner,
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
            },
        )
