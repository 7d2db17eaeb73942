"""Sign-in: limits that hold in parallel, answers that tell nothing, sessions that end."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from pmo_site.accounts.limits import (
    ACT_DAYS,
    INVITATION_DAYS,
    LIMITS,
    SESSION_ABSOLUTE_SECONDS,
    SESSION_IDLE_SECONDS,
    SIGN_IN_ACCOUNT,
    SIGN_IN_ADDRESS,
)
from pmo_site.accounts.models import SignInAttempt, User
from pmo_site.jobs.models import OutboxEvent
from tests.accounts.world import PASSWORD, make_user

SIGN_IN = "/accounts/login/"
RESET = "/accounts/password/reset/"
WRONG = "not-the-password-at-all"


def sign_in(client: Client, email: str, password: str, **extra: str) -> HttpResponse:
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)  # type: ignore[arg-type, return-value]  # WSGI variables


def plain(response: HttpResponse, *names: str) -> str:
    """The body without what differs by request: tokens, ids, and the e-mail that was typed."""
    body = response.content.decode()
    body = re.sub(r'(csrfmiddlewaretoken" value="|csrf-token" content=")[^"]+', "", body)
    body = re.sub(r"[0-9a-f]{32}", "", body)
    for name in names:
        body = body.replace(name, "")
    return body


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001  the database is open
    return make_user("taro@north.example", PASSWORD)


def test_the_documented_limits_are_those_of_the_code() -> None:
    documented = json.loads((Path(__file__).parents[2] / "docs" / "limits.json").read_text(encoding="utf-8"))
    assert documented["attempts"] == {
        name: {"attempts": limit.attempts, "window": limit.window, "wait": limit.wait} for name, limit in LIMITS.items()
    }
    assert documented["invitation_days"] == INVITATION_DAYS
    assert documented["act_days"] == ACT_DAYS
    assert documented["session_idle_seconds"] == SESSION_IDLE_SECONDS
    assert documented["session_absolute_seconds"] == SESSION_ABSOLUTE_SECONDS


def test_the_right_password_signs_in_and_forgets_the_failures(client: Client, user: User) -> None:
    for _ in range(3):
        sign_in(client, user.email, WRONG)
    response = sign_in(client, user.email.upper(), PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert SignInAttempt.objects.filter(key__startswith="sign_in_account").count() == 0


def test_the_first_sign_in_says_which_language_is_read_and_later_ones_do_not(user: User) -> None:
    for browser in ("ja", "en"):
        client = Client(headers={"accept-language": browser})
        assert sign_in(client, user.email, PASSWORD).status_code == 302
        user.refresh_from_db()
        assert (user.language, client.cookies["django_language"].value) == ("ja", "ja")


@pytest.mark.fault("A01")
def test_unknown_inactive_and_wrong_get_the_same_answer(user: User) -> None:
    User.objects.create_user("gone@north.example", PASSWORD, is_active=False)
    answers = [
        sign_in(Client(), user.email, WRONG),
        sign_in(Client(), "nobody@north.example", WRONG),
        sign_in(Client(), "gone@north.example", PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {200}
    emails = (user.email, "nobody@north.example", "gone@north.example")
    assert len({plain(answer, *emails) for answer in answers}) == 1
    assert len({tuple(sorted(answer.cookies)) for answer in answers}) == 1


@pytest.mark.fault("A01")
def test_unknown_inactive_and_wrong_cost_the_same_hashing(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("gone@north.example", PASSWORD, is_active=False)
    hashed: list[str] = []

    def counting(real: Callable[..., object], name: str) -> Callable[..., object]:
        def counted(*arguments: object) -> object:
            hashed.append(name)
            return real(*arguments)

        return counted

    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(Argon2PasswordHasher, name, counting(real, name))
    costs = []
    for email in (user.email, "nobody@north.example", "gone@north.example"):
        hashed.clear()
        sign_in(Client(), email, WRONG)
        costs.append(len(hashed))
    assert costs == [1, 1, 1]


@pytest.mark.parametrize("email", ["taro@north.example", "nobody@north.example"])
def test_after_the_documented_number_everything_is_refused_with_the_same_words(user: User, email: str) -> None:
    client = Client()
    for _ in range(SIGN_IN_ACCOUNT.attempts):
        wrong = sign_in(client, email, WRONG)
        assert wrong.status_code == 200
    refused = sign_in(client, email, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= SIGN_IN_ACCOUNT.wait
    assert plain(refused, email) == plain(wrong, email)
    assert "_auth_user_id" not in client.session
    assert OutboxEvent.objects.filter(task="accounts.mail_lock_notice").count() == 1
    assert user.is_active


@pytest.mark.fault("A02")
def test_the_lock_opens_by_time(client: Client, user: User) -> None:
    for _ in range(SIGN_IN_ACCOUNT.attempts + 1):
        sign_in(client, user.email, WRONG)
    SignInAttempt.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(client, user.email, PASSWORD).status_code == 302


@pytest.mark.fault("A02")
def test_many_accounts_from_one_address_wait_and_a_forged_header_changes_nothing(client: Client, db: None) -> None:  # noqa: ARG001  the database is open
    answers = [
        sign_in(client, f"person{number}@north.example", WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        for number in range(SIGN_IN_ADDRESS.attempts + 1)
    ]
    assert [answer.status_code for answer in answers] == [200] * SIGN_IN_ADDRESS.attempts + [429]
    assert SignInAttempt.objects.filter(key__startswith="sign_in_account").count() == SIGN_IN_ADDRESS.attempts


@pytest.mark.fault("A02")
@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_passwords_at_once_are_judged_exactly_as_often_as_documented() -> None:
    user = make_user("taro@north.example", PASSWORD)
    statuses: list[int] = []
    start = threading.Barrier(20)

    def attempt() -> None:
        try:
            start.wait()
            statuses.append(sign_in(Client(), user.email, WRONG).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * SIGN_IN_ACCOUNT.attempts + [429] * (20 - SIGN_IN_ACCOUNT.attempts)
    assert SignInAttempt.objects.get(key__startswith="sign_in_account").failures == SIGN_IN_ACCOUNT.attempts
    assert OutboxEvent.objects.filter(task="accounts.mail_lock_notice").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_count_is_committed_before_the_password_is_judged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("taro@north.example", PASSWORD)
    open_transactions: list[bool] = []

    def judged(self: User, raw: str) -> bool:  # noqa: ARG001  Django's signature
        open_transactions.append(transaction.get_connection().in_atomic_block)
        return False

    monkeypatch.setattr(User, "check_password", judged)
    sign_in(client, user.email, WRONG)
    assert open_transactions == [False]


@pytest.mark.fault("A01")
def test_a_reset_request_gets_the_same_answer_with_and_without_an_account(user: User) -> None:
    answers = [Client().post(RESET, {"email": email}) for email in (user.email, "nobody@north.example")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    asked = list(OutboxEvent.objects.filter(task="accounts.mail_password_reset").order_by("id"))
    assert [set(event.arguments) for event in asked] == [{"user_id", "mark"}] * 2
    assert asked[0].arguments["user_id"] == str(user.pk)
    assert user.email not in json.dumps([event.arguments for event in asked])


@pytest.mark.parametrize("email", ["taro@north.example", "nobody@north.example"])
def test_reset_requests_are_limited_whether_the_account_exists_or_not(client: Client, user: User, email: str) -> None:
    statuses = [client.post(RESET, {"email": email}).status_code for _ in range(5)]
    assert statuses == [302, 302, 302, 429, 429]
    assert OutboxEvent.objects.filter(task="accounts.mail_password_reset").count() == 3
    assert user.is_active


@pytest.mark.fault("A03")
def test_sign_in_takes_a_new_session_key(client: Client, user: User) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "before"
    session.save()
    before = session.session_key
    sign_in(client, user.email, PASSWORD)
    assert client.session.session_key != before
    client.cookies["sessionid"] = before or ""
    assert client.get("/me/").status_code == 302


@pytest.mark.fault("A03")
def test_a_password_change_ends_every_other_session_and_keeps_this_one_under_a_new_key(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user.email, PASSWORD)
    sign_in(there, user.email, PASSWORD)
    before = here.session.session_key
    new = "kokoro-no-tomo-yo-2026"
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert here.get("/me/").status_code == 200
    assert here.session.session_key != before
    told = OutboxEvent.objects.get(task="accounts.mail_security_change")
    assert (told.arguments["user_id"], told.arguments["change"]) == (str(user.pk), "password")
    assert there.get("/me/").status_code == 302


def test_a_wrong_old_password_is_counted_and_changes_nothing(client: Client, user: User) -> None:
    sign_in(client, user.email, PASSWORD)
    new = "kokoro-no-tomo-yo-2026"
    wrong = {"oldpassword": WRONG, "password1": new, "password2": new}
    statuses = [
        client.post("/accounts/password/change/", wrong).status_code for _ in range(SIGN_IN_ACCOUNT.attempts + 1)
    ]
    assert statuses == [200] * SIGN_IN_ACCOUNT.attempts + [429]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_signing_out_ends_the_session_and_needs_a_form(client: Client, user: User) -> None:
    sign_in(client, user.email, PASSWORD)
    key = client.session.session_key
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key or ""
    assert client.get("/me/").status_code == 302


def test_others_can_be_signed_out_from_the_list_of_sessions(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user.email, PASSWORD, HTTP_USER_AGENT="Here")
    sign_in(there, user.email, PASSWORD, HTTP_USER_AGENT="There")
    listed = here.get("/accounts/sessions/").content.decode()
    assert "Here" in listed
    assert "There" in listed
    here.post("/accounts/sessions/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


@pytest.mark.fault("A03")
@pytest.mark.parametrize(
    ("mark", "seconds"), [("seen_at", SESSION_IDLE_SECONDS), ("signed_in_at", SESSION_ABSOLUTE_SECONDS)]
)
def test_a_session_ends_when_it_stood_idle_or_grew_old(client: Client, user: User, mark: str, seconds: int) -> None:
    sign_in(client, user.email, PASSWORD)
    assert client.get("/me/").status_code == 200
    session = client.session
    session[mark] = timezone.now().timestamp() - seconds - 1
    session.save()
    assert client.get("/me/").status_code == 302


@pytest.mark.fault("A06")
def test_a_form_without_a_token_is_refused(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, user.email, PASSWORD).status_code == 403
    assert "_auth_user_id" not in strict.session


@pytest.mark.fault("A06")
def test_the_token_of_before_sign_in_is_worth_nothing_after_it(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(SIGN_IN)
    before = strict.cookies["csrftoken"].value
    form = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": before}
    assert strict.post(SIGN_IN, form).status_code == 302
    assert strict.post("/me/", {"language": "en", "theme": "dark", "csrfmiddlewaretoken": before}).status_code == 403
    now = strict.cookies["csrftoken"].value
    assert strict.post("/me/", {"language": "en", "theme": "dark", "csrfmiddlewaretoken": now}).status_code == 302


@pytest.mark.parametrize("address", ["signup/", "email/", "confirm-email/", "login/code/confirm/", "inactive/"])
def test_what_is_not_offered_has_no_address(client: Client, db: None, address: str) -> None:  # noqa: ARG001  the database is open
    assert client.get(f"/accounts/{address}").status_code == 404


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_away_from_the_site(client: Client, user: User, target: str) -> None:
    response = client.post(f"{SIGN_IN}?next={target}", {"login": user.email, "password": PASSWORD, "next": target})
    assert response["Location"] == "/"
