"""What a run hands over to a target."""

from __future__ import annotations

import json

from linernotes.model.errors import DeliveryRefused
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.share_report import share_report
from linernotes.reports.sharing import page_link
from linernotes.subscriptions.delivery import Links, Occasion, Parcel
from linernotes.subscriptions.end_run import NO_SUBSCRIPTION
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.run_ports import DeliveryTools
from linernotes.subscriptions.subscription import CallbackTarget, Subscription, Target


def parcel_of(run: Run, target: Target, tools: DeliveryTools, *, notice: bool) -> Parcel:
    """Make what is handed over: the report of a run, or with `notice` that its subscription was paused.

    Raises DeliveryRefused where there is nothing to say to this target any more, FileMissing, StoreBusy.
    """
    subscription = tools.subscriptions.get(run.owner, run.subscription_id)
    if subscription is None:
        raise DeliveryRefused(NO_SUBSCRIPTION)
    if target not in subscription.content.deliver:
        raise DeliveryRefused("the subscription has this target no more")
    if notice:
        return _notice(subscription, run, tools)
    report = tools.reports.get(run.report_id or "")
    if report is None or report.revision != run.revision or not report.status.ended:
        raise DeliveryRefused("the report was deleted, or is being repaired")
    return Parcel(
        _occasion(run),
        subscription,
        run,
        _links(subscription, run, target, tools),
        tools.clock(),
        report=report,
        result=json.loads(tools.files.get_json_text(report.folder or "", RESULT_NAME)),
        why=run.why,
        unusual=run.unusual,
    )


def _notice(subscription: Subscription, run: Run, tools: DeliveryTools) -> Parcel:
    if subscription.paused is None:
        raise DeliveryRefused("the subscription runs again")
    links = Links(_page_of(subscription, tools))
    why = subscription.paused.why
    return Parcel(Occasion.PAUSED, subscription, run, links, tools.clock(), why=why)


def _occasion(run: Run) -> Occasion:
    if run.is_repair:
        return Occasion.REPAIRED
    return Occasion.UNUSUAL if run.unusual else Occasion.REPORT


def _links(subscription: Subscription, run: Run, target: Target, tools: DeliveryTools) -> Links:
    """Give the links of a message. Those to the report are made for it: who takes webhooks has a key."""
    page = _page_of(subscription, tools)
    report = tools.reports.get(run.report_id or "")
    if report is None or isinstance(target, CallbackTarget):
        return Links(page)
    token = share_report(
        report,
        now=tools.clock(),
        valid_for=tools.shared_for,
        new_token=tools.new_token,
        links=tools.links,
    )
    return Links(page, page_link(tools.page_url, token), page_link(tools.page_url, token, download="xlsx"))


def _page_of(subscription: Subscription, tools: DeliveryTools) -> str:
    return f"{tools.page_url}#subscription={subscription.subscription_id}"
