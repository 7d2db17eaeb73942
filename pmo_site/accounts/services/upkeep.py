"""Global rows that have served are deleted, so that nothing about anybody is kept for longer than it is of use."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from pmo_site.accounts.models import SignInAttempt
from pmo_site.jobs.models import SentMail
from pmo_site.kernel import clock

ATTEMPTS_KEPT = timedelta(days=1)
MARKS_KEPT = timedelta(days=30)


@transaction.atomic
def forget_what_is_over() -> None:
    """Delete counts of yesterday that lock nobody, marks of mails of a month ago, and sessions that ended."""
    now = clock.now()
    open_or_past = Q(locked_until__isnull=True) | Q(locked_until__lt=now)
    SignInAttempt.objects.filter(open_or_past, window_started_at__lt=now - ATTEMPTS_KEPT).delete()
    SentMail.objects.filter(sent_at__lt=now - MARKS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
