"""Show the picture of a report's main chart in its answer, once a revision, if that can be done."""

from __future__ import annotations

import json
from dataclasses import replace

from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.model.report import Report, Status
from linernotes.reports.file_names import RESULT_NAME
from linernotes.slack.blocks import cut
from linernotes.slack.conversation import FileState, Route, UploadedFile
from linernotes.slack.deliver import PICTURE_REFUSED, change
from linernotes.slack.picture.main_chart import main_chart
from linernotes.slack.ports import LeaseLost
from linernotes.slack.reasons import in_words
from linernotes.slack.render_answer import render_answer
from linernotes.slack.services import LeasedConversation, SlackServices

PICTURE_CHECK_AFTER_S = 1.0
"""How long Slack is given to look at a picture before it is asked again."""
PICTURE_TRIES = 4
"""How many calls try to show a picture, before the answer stays as it is."""
NO_PICTURE = "no picture"
_NOT_READY = "the picture is not ready yet"
_LONGEST_TITLE = 200


def show_picture(leased: LeasedConversation, report: Report, services: SlackServices, *, tries: int) -> str:
    """Draw and upload the picture, and put it into the answer that is there; `tries` counts earlier calls.

    It comes last, as everybody can do without it: nothing waits for it, and nothing fails with it. Its file
    is in no channel, so it is seen in the answer alone. Of a call that died before it could note the file
    another one is sent, and nobody will ever see the first. Says what came of it. Raises SlackBusy when it is
    to be called again, and LeaseLost.
    """
    conversation = leased.conversation
    if conversation.route is not Route.BOT or not conversation.ts or report.status is Status.FAILED:
        return NO_PICTURE
    picture = conversation.picture
    if picture is not None and picture.revision != report.revision:
        picture = None
    if picture is not None and picture.state is not FileState.SHARING:
        return f"picture {picture.state.value} before"
    last = tries >= PICTURE_TRIES
    try:
        picture = picture or _uploaded(leased, report, services)
        if picture is None:
            return NO_PICTURE
        if not (_looked_at(picture, services) or last):
            raise SlackBusy(_NOT_READY, PICTURE_CHECK_AFTER_S)
        _put_into_answer(leased, picture, report, services, last=last)
    except LeaseLost:
        raise
    except Exception as error:
        if isinstance(error, SlackBusy) and not last:
            raise
        # Whatever it is, the answer is complete without a picture.
        services.warn("no picture in the answer", error)
        why = in_words(error) if isinstance(error, SlackRefused) else f"{type(error).__name__}: {error}"
        leased.save(picture=UploadedFile(report.revision, FileState.GIVEN_UP, why=why))
        return "picture given up"
    return "picture shared"


def _uploaded(leased: LeasedConversation, report: Report, services: SlackServices) -> UploadedFile | None:
    """Draw and send the picture; None if there is nothing to draw."""
    result = json.loads(services.files.get_json_text(report.folder or "", RESULT_NAME))
    chart = main_chart(result)
    if chart is None:
        return None
    png = services.draw(chart)
    address = services.messenger.upload_address("chart.png", len(png))
    services.messenger.upload(address.url, png)
    title = cut(f"{chart.title}, {chart.place_and_time}", _LONGEST_TITLE)
    services.messenger.keep_upload(address.file_id, title)
    picture = UploadedFile(report.revision, FileState.SHARING, address.file_id)
    leased.save(picture=picture, file_ids=(*leased.conversation.file_ids, address.file_id))
    return picture


def _looked_at(picture: UploadedFile, services: SlackServices) -> bool:
    """Say whether Slack knows the file for a picture; without the scope to ask, showing it tells."""
    try:
        return services.messenger.is_image(picture.file_id)
    except SlackRefused:
        return True


def _put_into_answer(
    leased: LeasedConversation, picture: UploadedFile, report: Report, services: SlackServices, *, last: bool
) -> None:
    shared = replace(picture, state=FileState.SHARED)
    message = render_answer(replace(leased.conversation, picture=shared), report, services)
    try:
        change(leased, message, services, picture=shared)
    except SlackRefused as refusal:
        if refusal.code == PICTURE_REFUSED and not last:
            raise SlackBusy(_NOT_READY, PICTURE_CHECK_AFTER_S) from refusal
        raise
