"""Render the answer of an ended report, with its links and why the workbook is not beneath it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from linernotes.model.report import Report, Status
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.share_report import share_report
from linernotes.reports.sharing import page_link
from linernotes.slack.conversation import Conversation, FileState, Route
from linernotes.slack.picture.in_words import in_words
from linernotes.slack.picture.main_chart import main_chart
from linernotes.slack.ports import Message
from linernotes.slack.services import Links, Picture, SlackServices


def render_answer(conversation: Conversation, report: Report, services: SlackServices) -> Message:
    """Render the answer, with new links if it has any: the old ones' tokens are kept nowhere."""
    result = json.loads(services.files.get_json_text(report.folder, RESULT_NAME)) if report.folder else None
    links = None
    if conversation.shared and report.status is not Status.FAILED:
        now = services.clock()
        token = share_report(
            report, now=now, valid_for=services.share_for, new_token=services.new_token, links=services.links
        )
        links = Links(
            page=page_link(conversation.page_url, token),
            download=page_link(conversation.page_url, token, download="xlsx"),
            until=now + services.share_for,
        )
    return services.renderer.answer(
        conversation,
        report,
        result,
        links,
        _note(conversation, services),
        _picture(conversation, report, result),
    )


def _picture(conversation: Conversation, report: Report, result: Mapping[str, Any] | None) -> Picture | None:
    """Give the picture, once Slack may show it; it is that of this revision."""
    uploaded = conversation.picture
    if uploaded is None or (uploaded.revision, uploaded.state) != (report.revision, FileState.SHARED):
        return None
    chart = main_chart(result) if result else None
    return Picture(uploaded.file_id, in_words(chart)) if chart else None


def _note(conversation: Conversation, services: SlackServices) -> str | None:
    """Say why the workbook is not in the thread, if it is not and might have been."""
    why = None
    if conversation.file is not None and conversation.file.state is FileState.GIVEN_UP:
        why = conversation.file.why
    elif conversation.route is Route.RESPONSE_URL and services.messenger.has_token:
        why = conversation.fallback_reason
    return f"The workbook is not in the thread. {why}. The link has it." if why else None
