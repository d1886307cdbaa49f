"""What delivers to e-mail addresses, for the function that delivers runs."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret
from linernotes.aws.ses import SesMailer
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.subscriptions.mail.deliverer import EmailDeliverer

if TYPE_CHECKING:
    from linernotes.model.report import Report
    from linernotes.reports.ports import ReportFiles, StoredFile


def make_email_deliverer(
    *, mail_from: str, page_url: str, callback_secret: str, files: ReportFiles
) -> EmailDeliverer:
    """Make it: mails come from `mail_from` and lead to the page, `callback_secret` is the secret's id."""
    secret = Secret(partial(client, "secretsmanager"), callback_secret, monotonic=time.monotonic)

    def workbook(report: Report) -> StoredFile | None:
        folder = report.folder
        written = folder and WORKBOOK_NAME not in report.missing_files and files.has(folder, WORKBOOK_NAME)
        return files.get(folder, WORKBOOK_NAME) if folder and written else None

    return EmailDeliverer(
        SesMailer(client("sesv2")),
        mail_from=mail_from,
        page_url=page_url,
        secret=secret.text,
        workbook=workbook,
    )
