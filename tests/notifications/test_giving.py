"""Giving notices: to whom, once, in one insert, and never money."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.models import Notice, NoticePreferences
from pmo_site.notifications.registry import UnknownKindError, register_notice_kind, register_subject, subject_kind
from pmo_site.notifications.services.notices import notice_give
from pmo_site.tenancy.context import tenant
from tests.accounts.world import make_member, seeder
from tests.notifications.world import FACTS, LIGHT, MENTION, Office, make_office


def given(office: Office) -> int:
    with tenant(office.organization.id):
        return Notice.objects.count()


def test_a_notice_is_given_once_a_day_however_often_it_is_asked(office: Office) -> None:
    assert office.give(office.hana, office.manager) == 2
    assert office.give(office.hana, office.manager) == 0
    assert given(office) == 2


def test_another_project_or_kind_is_another_notice(office: Office) -> None:
    office.give(office.hana)
    assert office.give(office.hana, project=office.other_project) == 1
    assert office.give(office.hana, kind=MENTION.key) == 1


def test_a_mark_of_its_own_is_given_once_ever_beside_the_one_of_the_day(office: Office) -> None:
    assert office.give(office.hana) == 1
    assert office.give(office.hana, once="comment-1") == 1
    assert office.give(office.hana, once="comment-1") == 0
    assert office.give(office.hana, once="comment-2") == 1


def test_the_database_itself_refuses_a_second_one(office: Office) -> None:
    office.give(office.hana)
    with tenant(office.organization.id):
        again = Notice.objects.get()
        again.pk = uuid4()
        with pytest.raises(IntegrityError, match="notice_once"), transaction.atomic():
            again.save(force_insert=True)


def test_telling_many_costs_as_much_as_telling_one(office: Office) -> None:
    people = [make_member(office.organization, OrganizationRole.MEMBER, email=f"m{n}@x.example") for n in range(7)]

    def cost(*told: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            office.give(*(people[number] for number in told))
        return len(asked)

    assert cost(0) == cost(1, 2, 3, 4, 5, 6)
    assert given(office) == 7


def test_who_has_no_account_or_left_is_not_told(office: Office) -> None:
    with tenant(office.organization.id, history={"system": "test"}):
        stranger = person_create(actor=seeder(office.organization), facts=PersonFacts("花田", "花"))
        subject = RowReference("projects.project", office.project.pk)
        people = [stranger.pk, uuid4()]
        assert notice_give(kind=LIGHT.key, people=people, subject=subject, facts=FACTS) == 0
    assert given(office) == 0


def test_people_of_another_organization_are_not_told(office: Office) -> None:
    away = make_office("south")
    assert office.give(away.hana) == 0
    assert given(office) == given(away) == 0


def test_a_muted_kind_is_not_given_and_a_mention_is_all_the_same(office: Office) -> None:
    with tenant(office.organization.id, history={"system": "test"}):
        NoticePreferences.objects.create(person_id=office.hana.person.pk, muted=[LIGHT.key, MENTION.key])
    assert office.give(office.hana, office.manager) == 1
    assert office.give(office.hana, kind=MENTION.key) == 1


def test_only_an_urgent_kind_asks_for_a_mail_at_once(office: Office) -> None:
    OutboxEvent.objects.all().delete()
    office.give(office.hana)
    assert not OutboxEvent.objects.exists()
    office.give(office.hana, kind=MENTION.key)
    office.give(office.hana, kind=MENTION.key)
    assert [event.task for event in OutboxEvent.objects.all()] == ["notifications.gather_mails"]


@pytest.mark.parametrize(
    ("facts", "message"),
    [({"budget_amount": "5"}, "money"), ({"title": "x" * 201}, "at most 200"), ({"count": 5}, "no text")],
)
def test_money_and_long_texts_are_refused_as_facts(office: Office, facts: dict[str, str], message: str) -> None:
    subject = RowReference("projects.project", office.project.pk)
    with tenant(office.organization.id), pytest.raises(ValueError, match=message):
        notice_give(kind=LIGHT.key, people=[office.hana.person.pk], subject=subject, facts={**FACTS, **facts})
    assert given(office) == 0


def test_unknown_kinds_subjects_and_addresses_are_faults(office: Office) -> None:
    people, subject = [office.hana.person.pk], RowReference("projects.project", office.project.pk)
    with tenant(office.organization.id):
        with pytest.raises(UnknownKindError):
            notice_give(kind="tests.unknown", people=people, subject=subject)
        with pytest.raises(UnknownKindError):
            notice_give(kind=LIGHT.key, people=people, subject=RowReference("tests.unknown", uuid4()), facts=FACTS)
        with pytest.raises(NoReverseMatch):
            notice_give(kind=LIGHT.key, people=people, subject=subject, facts=FACTS, url_name="projects:nowhere")
        with pytest.raises(TypeError, match="stored record"):
            notice_give(kind=LIGHT.key, people=people, subject=RowReference("projects.project", "P-1"), facts=FACTS)
        with pytest.raises(KeyError, match="level"):
            notice_give(kind=LIGHT.key, people=people, subject=subject)
    assert given(office) == 0


def test_a_kind_and_a_subject_are_registered_once(office: Office) -> None:  # noqa: ARG001  registers the kinds
    with pytest.raises(ValueError, match="already"):
        register_notice_kind(LIGHT)
    with pytest.raises(ValueError, match="already"):
        register_subject(subject_kind("projects.project"))
