"""What the platform's operators do, and what is forgotten by itself."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from pmo_site.accounts.models import Invitation, MembershipRole, OrganizationSettings, SignInAttempt, User
from pmo_site.accounts.tasks import forget, open_organization
from pmo_site.jobs.models import OutboxEvent, SentMail
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization


@pytest.mark.django_db
def test_founding_an_organization_invites_its_first_member() -> None:
    call_command("create_organization", "east", "East", family_name="東", email="First@East.example")
    organization = Organization.objects.get(slug="east")
    event = OutboxEvent.objects.get()
    assert (event.task, event.organization_id) == ("accounts.open_organization", organization.id)
    open_organization(str(organization.id), str(event.arguments["act_id"]))
    with tenant(organization.id):
        invitation = Invitation.objects.get()
        assert OrganizationSettings.objects.exists()
    assert (invitation.email, invitation.role) == ("first@east.example", "tenant_administrator")
    assert OutboxEvent.objects.filter(task="accounts.mail_invitation").exists()


@pytest.mark.django_db
def test_with_a_password_the_first_member_is_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST_PASSWORD", "tsuki-ga-kirei-desu-ne")
    call_command("create_organization", "east", "East", family_name="東", email="first@east.example", password=True)
    user = User.objects.get()
    assert user.check_password("tsuki-ga-kirei-desu-ne")
    with tenant(Organization.objects.get().id):
        assert set(MembershipRole.objects.values_list("role", flat=True)) == {"pmo_manager", "tenant_administrator"}
        act = OutboxEvent.objects.get(task="accounts.open_organization").arguments["act_id"]
        open_organization(str(Organization.objects.get().id), str(act))
        assert Invitation.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "password"), [("no mail", "tsuki-ga-kirei-desu-ne"), ("a@east.example", "short")])
def test_what_lets_nobody_in_founds_nothing(monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> None:
    monkeypatch.setenv("FIRST_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_organization", "east", "East", family_name="東", email=email, password=True)
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_a_password_may_be_piped_in_and_without_one_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"family_name": "East", "email": "first@east.example", "language": "en", "password": True}
    monkeypatch.delenv("FIRST_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", StringIO(""))
    with pytest.raises(CommandError, match="FIRST_PASSWORD"):
        call_command("create_organization", "east", "East", **named)
    assert not Organization.objects.exists()
    monkeypatch.setattr("sys.stdin", StringIO("tsuki-ga-kirei-desu-ne\n"))
    call_command("create_organization", "east", "East", **named)
    assert User.objects.get().check_password("tsuki-ga-kirei-desu-ne")
    with tenant(Organization.objects.get().id):
        assert OrganizationSettings.objects.get().language == "en"


@pytest.mark.django_db
def test_an_account_that_keeps_its_password_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST_PASSWORD", "tsuki-ga-kirei-desu-ne")
    for slug in ("east", "west"):
        said = StringIO()
        call_command(
            "create_organization", slug, slug, family_name="東", email="a@east.example", password=True, stdout=said
        )
        assert ("that this account had before" in said.getvalue()) is (slug == "west")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "email", "password", "words"),
    [
        ("north", "a@east.example", "tsuki-ga-kirei-desu-ne", "already exists"),
        ("no spaces", "a@east.example", "tsuki-ga-kirei-desu-ne", "letters, numbers"),
        ("east", "no mail", "tsuki-ga-kirei-desu-ne", "valid email"),
        ("east", "a@east.example", "short", "at least 12 characters"),
    ],
)
def test_a_refusal_says_in_words_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, slug: str, email: str, password: str, words: str
) -> None:
    Organization.objects.create(slug="north", name="North")
    monkeypatch.setenv("FIRST_PASSWORD", password)
    with pytest.raises(CommandError, match=words):
        call_command("create_organization", slug, "East", family_name="東", email=email, password=True)
    assert Organization.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["no spaces", "north"])
def test_an_address_that_is_taken_or_malformed_founds_nothing(slug: str) -> None:
    Organization.objects.create(slug="north", name="North")
    with pytest.raises(CommandError):
        call_command("create_organization", slug, "East", family_name="東", email="first@east.example")
    assert Organization.objects.count() == 1
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_suspending_by_command_asks_for_a_reason_and_an_organization_that_exists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Organization.objects.create(slug="north", name="North")
    call_command("suspend_organization", "north", reason="unpaid")
    assert Organization.objects.get().state == "suspended"
    call_command("resume_organization", "north", reason="paid")
    assert Organization.objects.get().state == "active"
    told = capsys.readouterr().out.splitlines()
    assert [line.split(";")[0] for line in told] == ["north: suspended", "north: open again from the next request on."]
    with pytest.raises(CommandError):
        call_command("suspend_organization", "south", reason="unpaid")
    with pytest.raises(CommandError, match="Give a reason"):
        call_command("suspend_organization", "north", reason=" ")


@pytest.mark.django_db
def test_what_is_over_is_forgotten_and_what_locks_stays() -> None:
    now = timezone.now()
    old = now - timedelta(days=31)
    SignInAttempt.objects.create(key="old", window_started_at=old)
    SignInAttempt.objects.create(key="locked", window_started_at=old, locked_until=now + timedelta(hours=1))
    SignInAttempt.objects.create(key="new", window_started_at=now)
    for mark, moment in (("old", old), ("new", now)):
        SentMail.objects.create(mark=mark)
        SentMail.objects.filter(mark=mark).update(sent_at=moment)
        Session.objects.create(session_key=mark, session_data="", expire_date=moment + timedelta(hours=1))
    for _ in range(2):
        forget()
    assert set(SignInAttempt.objects.values_list("key", flat=True)) == {"locked", "new"}
    assert list(SentMail.objects.values_list("mark", flat=True)) == ["new"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
