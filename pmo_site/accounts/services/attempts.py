"""Attempts are counted in PostgreSQL, one statement each: limits hold however many arrive at once."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.core.internal.httpkit import get_client_ip
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from pmo_site.accounts.limits import LIMITS
from pmo_site.accounts.models import SignInAttempt
from pmo_site.kernel import clock

_COUNT = """
INSERT INTO accounts_signinattempt AS counted (key, failures, window_started_at, locked_until)
VALUES (%(key)s, 1, %(now)s, CASE WHEN %(attempts)s <= 1 THEN %(until)s::timestamptz END)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN counted.window_started_at < %(window)s OR counted.locked_until <= %(now)s
        THEN 1 ELSE counted.failures + 1 END,
    window_started_at = CASE WHEN counted.window_started_at < %(window)s OR counted.locked_until <= %(now)s
        THEN %(now)s ELSE counted.window_started_at END,
    locked_until = CASE WHEN counted.window_started_at < %(window)s OR counted.locked_until <= %(now)s
        THEN CASE WHEN %(attempts)s <= 1 THEN %(until)s::timestamptz END
        WHEN counted.failures + 1 >= %(attempts)s THEN %(until)s::timestamptz END
WHERE counted.locked_until IS NULL OR counted.locked_until <= %(now)s
RETURNING failures
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of one attempt: how long to wait (0: go on), and whether it was the last one allowed."""

    wait_seconds: int
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted: a kind of limit, and whom by. Only a keyed hash of it is stored."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """The key of its row."""
        digest = salted_hmac("pmo_site.accounts.attempts", f"{self.kind}:{self.name}", algorithm="sha256").hexdigest()
        return f"{self.kind[:15]}:{digest}"


def attempt_count(subject: Subject) -> Counted:
    """Count an attempt before it is judged, so that parallel ones cannot slip through together.

    The attempt that reaches the limit is still judged; every later one waits, whatever it brings.
    """
    limit, now = LIMITS[subject.kind], clock.now()
    values: dict[str, str | int | datetime] = {
        "key": subject.key,
        "now": now,
        "attempts": limit.attempts,
        "window": now - timedelta(seconds=limit.window),
        "until": now + timedelta(seconds=limit.wait),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        row = cursor.fetchone()
    if row is not None:
        return Counted(0, reached=row[0] >= limit.attempts)
    until = SignInAttempt.objects.filter(key=subject.key).values_list("locked_until", flat=True).first()
    # The row may have been cleared between the two statements: then the wait is over.
    return Counted(max(1, math.ceil((until - now).total_seconds())) if until else 1)


def attempts_count(*subjects: Subject) -> Counted:
    """Count one attempt for each subject in turn, and for none after the first that has to wait.

    So who is held back by their address cannot lock the accounts of others any further.
    """
    counted = Counted(0)
    for subject in subjects:
        counted = attempt_count(subject)
        if counted.wait_seconds:
            break
    return counted


@transaction.atomic
def attempt_succeeded(subject: Subject) -> None:
    """Forget the failures of a subject that has proved itself."""
    SignInAttempt.objects.filter(key=subject.key).delete()


@transaction.atomic
def attempt_returned(subject: Subject) -> None:
    """Take back one's own attempt only: somebody's success does not excuse the failures of others there."""
    row = SignInAttempt.objects.select_for_update().filter(key=subject.key).first()
    if row is not None:
        row.failures = max(0, row.failures - 1)
        row.locked_until = None if row.failures < LIMITS[subject.kind].attempts else row.locked_until
        row.save(update_fields=["failures", "locked_until"])


def client_address(request: HttpRequest) -> str:
    """The caller's address, as one host or one IPv6 network of 64 bits.

    X-Forwarded-For counts only as far as ALLAUTH_TRUSTED_PROXY_COUNT proxies are ours.
    """
    given = host_of(request)
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return given


def host_of(request: HttpRequest) -> str:
    """The caller's address itself, believed as far as our own proxies tell it."""
    return get_client_ip(request) or "unknown"
