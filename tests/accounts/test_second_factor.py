"""The second factor: each code once, counted, and no way around it."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from pmo_site.accounts.adapter import MfaAdapter
from pmo_site.accounts.limits import CODE_ACCOUNT
from pmo_site.accounts.models import User
from pmo_site.accounts.services.mails import password_reset_mail
from pmo_site.accounts.services.sign_in import totp_step_claim
from pmo_site.jobs.models import OutboxEvent
from tests.accounts.test_sign_in import sign_in
from tests.accounts.world import PASSWORD, make_user

CODE = "/accounts/2fa/authenticate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold still the period that codes are made for."""
    moment = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: moment)


def code_at(offset: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset)))


def with_factor(email: str = "taro@north.example") -> User:
    user = make_user(email, PASSWORD)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": MfaAdapter().encrypt(SECRET)})
    seed = MfaAdapter().encrypt("a1" * 40)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": seed, "used_mask": 0})
    return user


def recovery_code(user: User) -> str:
    return str(
        Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    )


def half_way(user: User) -> Client:
    client = Client()
    answer = sign_in(client, user.email, PASSWORD)
    assert answer["Location"] == CODE
    assert client.get("/me/").status_code == 302
    return client


@pytest.mark.django_db
def test_the_password_alone_opens_nothing_and_the_code_does() -> None:
    client = half_way(with_factor())
    assert client.post(CODE, {"code": code_at()})["Location"] == "/"
    assert client.get("/me/").status_code == 200


@pytest.mark.fault("A04")
@pytest.mark.django_db
def test_a_code_works_once_even_for_another_session_and_without_the_cache(settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # type: ignore[attr-defined]  # pytest-django's fixture
    user = with_factor()
    half_way(user).post(CODE, {"code": code_at()})
    again = half_way(user)
    assert again.post(CODE, {"code": code_at()}).status_code == 200
    assert again.get("/me/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("offset", [-1, 1])
def test_the_code_of_another_period_is_refused(offset: int) -> None:
    client = half_way(with_factor())
    assert client.post(CODE, {"code": code_at(offset)}).status_code == 200


@pytest.mark.fault("A04")
@pytest.mark.django_db
def test_guesses_are_counted_and_then_the_right_code_waits_too() -> None:
    client = half_way(with_factor())
    statuses = [client.post(CODE, {"code": "000000"}).status_code for _ in range(CODE_ACCOUNT.attempts)]
    assert statuses == [200] * CODE_ACCOUNT.attempts
    refused = client.post(CODE, {"code": code_at()})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= CODE_ACCOUNT.wait


@pytest.mark.fault("A04")
@pytest.mark.django_db
def test_a_recovery_code_works_once() -> None:
    user = with_factor()
    code = recovery_code(user)
    assert half_way(user).post(CODE, {"code": code}).status_code == 302
    assert half_way(user).post(CODE, {"code": code}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_sessions_that_claim_one_period_a_single_one_gets_it() -> None:
    user = make_user("taro@north.example")
    won: list[bool] = []
    start = threading.Barrier(8)

    def claim() -> None:
        try:
            start.wait()
            won.append(totp_step_claim(user, step=59_000_000))
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won.count(True) == 1
    assert not totp_step_claim(user, step=58_999_999)


@pytest.mark.fault("A04")
@pytest.mark.django_db
def test_a_new_password_does_not_go_around_the_second_factor(mailoutbox: list[object]) -> None:
    user = with_factor()
    password_reset_mail(user_id=user.pk, mark="one")
    body = str(mailoutbox[0].body)  # type: ignore[attr-defined]  # a mail
    link = re.search(r"http://\S+", body)
    assert link
    client = Client()
    form = client.get(link[0].removeprefix("http://localhost:8000"))
    new = "kokoro-no-tomo-yo-2026"
    done = client.post(form["Location"], {"password1": new, "password2": new})
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert client.get("/me/").status_code == 302
    assert sign_in(Client(), user.email, new)["Location"] == CODE
    assert client.get(link[0].removeprefix("http://localhost:8000")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_turning_the_factor_on_asks_the_password_and_ends_other_sessions() -> None:
    user = make_user("taro@north.example", PASSWORD)
    here, there = Client(), Client()
    sign_in(here, user.email, PASSWORD)
    sign_in(there, user.email, PASSWORD)
    asked = here.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    here.post(asked["Location"], {"password": PASSWORD})
    page = here.get("/accounts/2fa/totp/activate/")
    secret = here.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    code = str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    assert here.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert here.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert there.get("/me/").status_code == 302
    told = OutboxEvent.objects.filter(task="accounts.mail_security_change")
    assert [event.arguments["change"] for event in told] == ["factor_on"]


@pytest.mark.django_db(transaction=True)
def test_who_set_the_password_by_the_link_of_a_mail_can_turn_the_factor_on() -> None:
    user, new = make_user("taro@north.example", PASSWORD), "another-long-password"
    password_reset_mail(user_id=user.pk, mark="one")
    link = re.findall(r"http\S+/reset/key/\S+", str(mail.outbox[-1].body))[0]
    client = Client()
    form = client.get(link.removeprefix("http://localhost:8000"))["Location"]
    client.post(form, {"password1": new, "password2": new})
    sign_in(client, user.email, new)
    again = client.get("/accounts/2fa/totp/activate/")["Location"]
    client.post(again, {"password": new})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


@pytest.mark.django_db
def test_a_factor_whose_key_is_gone_matches_no_code_and_breaks_no_page(settings: object) -> None:
    user = with_factor()
    client = half_way(user)
    settings.SECRET_KEY = "another-key-without-the-old-one-as-fallback"  # type: ignore[attr-defined]  # pytest-django's fixture
    assert MfaAdapter().decrypt(
        Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    ) not in {SECRET, ""}
    assert client.get("/accounts/login/").status_code in {200, 302}


@pytest.mark.django_db
def test_factors_that_were_carried_over_to_a_new_key_open_without_the_old_one(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    user, old = with_factor(), settings.SECRET_KEY
    before = recovery_code(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key", [old]
    call_command("renew_second_factors")
    settings.SECRET_KEY_FALLBACKS = []
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert MfaAdapter().decrypt(factor.data["secret"]) == SECRET
    assert recovery_code(user) == before
    assert "2 secrets are encrypted with the newest key." in capsys.readouterr().out
    settings.SECRET_KEY = "one-that-fits-nothing"
    with pytest.raises(CommandError, match="2 secrets open with no key"):
        call_command("renew_second_factors")
    factor.refresh_from_db()
    settings.SECRET_KEY = "a-new-key"
    assert MfaAdapter().decrypt(factor.data["secret"]) == SECRET


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"])
def test_pages_of_the_second_factor_are_closed_to_who_is_half_way(address: str) -> None:
    client = half_way(with_factor())
    assert client.get(f"/accounts/2fa/{address}").status_code in {302, 404}
