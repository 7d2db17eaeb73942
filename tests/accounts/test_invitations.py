"""Invitations: the key is made by the worker, works once, and opens nothing else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from pmo_site.accounts.errors import AlreadyMemberError, HigherRoleError
from pmo_site.accounts.models import Invitation, Membership, Person, User
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.selectors import organizations_of_user
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.tasks import mail_invitation, mail_lock_notice, mail_password_reset, mail_security_change
from pmo_site.jobs.models import OutboxEvent
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization, OrganizationState
from tests.accounts.world import PASSWORD, Member, make_user

NEW = "hana@new.example"


def invited(administrator: Member, email: str = NEW) -> Invitation:
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=PersonFacts("花田", "花"))
        return invitation_send(actor=actor, person_id=person.id, email=email, role=OrganizationRole.PMO_EXPERT)


def mailed_path(invitation: Invitation) -> str:
    mail_invitation(str(invitation.organization_id), str(invitation.id))
    link = re.search(r"http://localhost:8000(\S+)", str(mail.outbox[-1].body))
    assert link
    return link[1]


def accept(client: Client, path: str, password: str = PASSWORD) -> int:
    return client.post(path, {"password1": password, "password2": password}).status_code


def test_the_outbox_and_the_table_never_hold_the_key(administrator: Member) -> None:
    invitation = invited(administrator)
    event = OutboxEvent.objects.get(task="accounts.mail_invitation")
    assert event.organization_id == invitation.organization_id
    assert event.arguments == {"invitation_id": str(invitation.id)}
    key = mailed_path(invitation).rstrip("/").rpartition("/")[2]
    with tenant(administrator.organization.id):
        stored = Invitation.objects.values().get(id=invitation.id)
    assert key not in json.dumps(stored, default=str)
    assert len(stored["key_hash"]) == 64


def test_the_mail_goes_to_the_invited_in_the_organizations_language_and_once(administrator: Member) -> None:
    invitation = invited(administrator)
    for _ in range(2):
        mail_invitation(str(invitation.organization_id), str(invitation.id))
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert "Organization north" in str(mail.outbox[0].subject)


def test_accepting_makes_the_account_the_membership_and_the_role(administrator: Member) -> None:
    invitation = invited(administrator)
    path = mailed_path(invitation)
    client = Client()
    assert client.get(path).status_code == 200
    assert accept(client, path) == 302
    user = User.objects.get(email=NEW)
    assert user.check_password(PASSWORD)
    assert [choice.slug for choice in organizations_of_user(user.pk)] == ["north"]
    with tenant(administrator.organization.id):
        membership = Membership.objects.get(user=user)
        assert membership.person_id == invitation.person_id
        assert list(membership.roles.values_list("role", flat=True)) == ["pmo_expert"]


def test_an_invitation_works_once_and_then_looks_like_one_that_never_was(administrator: Member) -> None:
    path = mailed_path(invited(administrator))
    assert accept(Client(), path) == 302
    used, unknown, elsewhere = (
        Client().get(each) for each in (path, path[:-5] + "aaaa/", path.replace("/north/", "/south/"))
    )
    assert [used.status_code, unknown.status_code, elsewhere.status_code] == [404] * 3
    strip = re.compile(rb'(csrf-token" content=|value=)"[^"]*"')
    assert len({strip.sub(b"", each.content) for each in (used, unknown, elsewhere)}) == 1


def test_a_newer_invitation_ends_the_older_one(administrator: Member) -> None:
    first = invited(administrator)
    path = mailed_path(first)
    with administrator.acting() as actor:
        invitation_send(actor=actor, person_id=first.person_id, email=NEW, role=OrganizationRole.MEMBER)
    assert Client().get(path).status_code == 404


def test_an_old_invitation_is_gone(administrator: Member) -> None:
    invitation = invited(administrator)
    path = mailed_path(invitation)
    with tenant(administrator.organization.id):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    assert not User.objects.filter(email=NEW).exists()


def test_an_invitation_of_a_suspended_organization_is_gone(administrator: Member) -> None:
    path = mailed_path(invited(administrator))
    Organization.objects.update(state=OrganizationState.SUSPENDED)
    assert accept(Client(), path) == 404
    assert not User.objects.filter(email=NEW).exists()


def test_an_existing_account_signs_in_first_and_keeps_its_password(administrator: Member) -> None:
    user = make_user(NEW, PASSWORD)
    path = mailed_path(invited(administrator))
    stranger = Client()
    answer = stranger.post(path, {"password1": "another-password-1", "password2": "another-password-1"})
    assert answer["Location"] == f"/accounts/login/?next={path}"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    owner = Client()
    owner.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert owner.post(path)["Location"] == "/"
    assert [choice.slug for choice in organizations_of_user(user.pk)] == ["north"]


def test_another_account_is_refused_and_uses_nothing_up(administrator: Member, member: Member) -> None:
    path = mailed_path(invited(administrator))
    other = Client()
    other.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.post(path).status_code == 403
    assert Client().get(path).status_code == 200


def test_a_weak_password_is_refused_at_the_field_and_uses_nothing_up(administrator: Member) -> None:
    path = mailed_path(invited(administrator))
    assert accept(Client(), path, "password1234") == 200
    assert not User.objects.filter(email=NEW).exists()
    assert accept(Client(), path) == 302


@pytest.mark.fault("T10")
def test_inviting_an_account_and_an_unknown_e_mail_look_alike(administrator: Member) -> None:
    make_user("known@north.example")
    invitations = [invited(administrator, email) for email in ("known@north.example", "unknown@north.example")]
    assert all(each.key_hash == "" and each.accepted_at is None for each in invitations)


@pytest.mark.fault("Z03")
def test_nobody_invites_above_their_own_rank_or_somebody_who_is_a_member(administrator: Member, member: Member) -> None:
    with administrator.acting() as actor:
        with pytest.raises(AlreadyMemberError):
            invitation_send(actor=actor, person_id=member.person.id, email=NEW, role=OrganizationRole.MEMBER)
        person = Person.objects.create(family_name="新")
        lower = type(actor)(
            actor.organization_id,
            actor.user_id,
            actor.person_id,
            frozenset({OrganizationRole.PMO_EXPERT}),
            actor.model,
            actor.today,
            everywhere=actor.everywhere,
        )
        with pytest.raises(HigherRoleError):
            invitation_send(actor=lower, person_id=person.id, email=NEW, role=OrganizationRole.TENANT_ADMINISTRATOR)
    assert not OutboxEvent.objects.exists()


@pytest.mark.parametrize("task", [mail_password_reset, mail_lock_notice])
def test_a_mail_task_run_twice_mails_once_and_for_nobody_not_at_all(db: None, task: object) -> None:  # noqa: ARG001  the database is open
    user = make_user("taro@north.example", PASSWORD)
    for _ in range(2):
        task(str(user.pk), mark="m1")  # type: ignore[operator]  # a Celery task
    task(str(UUID(int=0)), mark="m2")  # type: ignore[operator]  # the same
    assert [message.to for message in mail.outbox] == [["taro@north.example"]]


@pytest.mark.parametrize("change", ["password", "factor_on", "factor_off", "codes"])
def test_the_owner_is_told_of_a_change_once(db: None, change: str) -> None:  # noqa: ARG001  the database is open
    user = make_user("taro@north.example", PASSWORD)
    for _ in range(2):
        mail_security_change(str(user.pk), mark="m1", change=change)
    assert [message.to for message in mail.outbox] == [["taro@north.example"]]
    assert str(mail.outbox[0].subject)


@pytest.mark.fault("A08")
def test_the_link_of_a_reset_mail_names_the_configured_site(client: Client, db: None) -> None:  # noqa: ARG001  the database is open
    user = make_user("taro@north.example", PASSWORD)
    assert client.post("/accounts/password/reset/", {"email": user.email}, HTTP_HOST="evil.example").status_code == 400
    client.post("/accounts/password/reset/", {"email": user.email}, HTTP_X_FORWARDED_HOST="evil.example")
    arguments = OutboxEvent.objects.get(task="accounts.mail_password_reset").arguments
    mail_password_reset(**arguments)
    body = str(mail.outbox[0].body)
    assert "http://localhost:8000/accounts/password/reset/key/" in body
    assert "evil.example" not in body
