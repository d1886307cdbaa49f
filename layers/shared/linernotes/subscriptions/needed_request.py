"""What the reports of a subscription are asked for with: what it says, and what its rules need beside it."""

from __future__ import annotations

from dataclasses import replace

from linernotes.model.request import ReportRequest
from linernotes.sections.moments.found import NAME as MOMENTS
from linernotes.subscriptions.subscription import OnlyWhen, SubscriptionContent


def needed_request(content: SubscriptionContent) -> ReportRequest:
    """Give a subscription's request, with its title, and section moments where only what is unusual is told.

    What a rule needs is no part of what was asked for, so that it goes when the rule does (contract 11.4).
    """
    request = replace(content.request.request, title=content.title)
    if content.only_when is not OnlyWhen.UNUSUAL or MOMENTS in request.sections:
        return request
    return replace(request, sections=(*request.sections, MOMENTS))
