"""Mails are sent by workers, in the reader's language, once each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from pmo_site.jobs.models import SentMail

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one reader: `template` names a text whose first line is the subject."""

    to: str
    language: str
    template: str
    values: Mapping[str, Any]


def site_link(path: str) -> str:
    """An address of this site for a mail: from the settings, never from a request's Host header."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def send_once(mark: str, letter: Letter) -> bool:
    """Send a letter unless its mark says that it was sent; True where it went out now.

    The mark is stored in the task's transaction: a crash between sending and commit may send again.
    """
    _row, first = SentMail.objects.get_or_create(mark=mark)
    if not first:
        logger.info("mail was sent before", mark=mark)
        return False
    with translation.override(letter.language):
        text = render_to_string(letter.template, {**letter.values, "site_url": settings.SITE_URL})
    subject, _, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[letter.to]).send()
    return True
