"""Who keeps a log is told, once and in their language, what the owner of an action has done."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from pmo_site.accounts.models import Person
from pmo_site.accounts.roles import ProjectRole
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel import clock
from pmo_site.notifications.models import Notice, NoticePreferences
from pmo_site.notifications.services.mails import mails_gather, notices_mail
from projects.models import ProjectMember
from support_office.models import Action
from support_office.services.action import action_finish, action_reopen
from tests.projects.cast import Cast
from tests.support_office.test_finishing import API, given_to, now, post, reread

KIND = "support_office.log_finished"
KEEPERS = {"assistant", "lead", "pm", "pso"}
WORDS = {
    "en": "P-2601: {owner} finished {subject}. Result: Asked, and told",
    "ja": "P-2601: {owner} さんが {subject} を完了しました。結果: Asked, and told",
}


def told(cast: Cast) -> list[str]:
    """Who was told, by the first part of their address."""
    with cast.acting("pmo-manager"):
        people = Notice.objects.filter(kind=KIND).values_list("person_id", flat=True)
        emails = [Person.objects.get(pk=person_id).email for person_id in people]
    return sorted(email.split("@")[0] for email in emails)


def finish(cast: Cast, key: str, action: Action, result: str = "Asked, and told") -> Action:
    with cast.acting(key) as actor:
        return action_finish(actor=actor, action=reread(action), version=action.version, result=result)


def test_an_owner_who_finishes_tells_every_keeper_of_the_log_once(cast: Cast) -> None:
    action = given_to(cast, "stakeholder")
    address = f"{API}/{action.pk}/finish/"
    owner = cast.client("stakeholder")
    assert post(owner, address, {"result": "Asked, and told"}, action.version, action).status_code == 200
    assert post(owner, address, {"result": "Asked, and told"}, action.version, action).status_code != 200
    assert told(cast) == sorted(KEEPERS)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_notice_says_in_the_readers_language_what_came_of_it_and_leads_there(cast: Cast, language: str) -> None:
    action = given_to(cast, "stakeholder")
    finish(cast, "stakeholder", action)
    reader = cast.client("pm", language)
    with cast.acting("pmo-manager"):
        notice = Notice.objects.get(kind=KIND, person_id=Person.objects.get(email="pm@hokuto.example").pk)
        owner = reread(action).owner
        assert owner is not None
        words = WORDS[language].format(owner=owner.display(language), subject=f"{action.code} {action.title}")
    assert words in reader.get(cast.address("inbox/")).content.decode()
    opened = reader.post(cast.address(f"inbox/{notice.pk}/open/"))
    assert opened["Location"] == cast.address(f"actions/{action.pk}/")
    assert "Asked, and told" in reader.get(opened["Location"]).content.decode()


def test_a_result_that_stays_empty_is_said_to_be_none(cast: Cast) -> None:
    finish(cast, "stakeholder", given_to(cast, "stakeholder"), result="")
    assert "Result: none given" in cast.client("pm").get(cast.address("inbox/")).content.decode()
    assert "結果: 記載なし" in cast.client("pm", "ja").get(cast.address("inbox/")).content.decode()


def test_an_owner_who_keeps_the_log_tells_the_others_alone(cast: Cast) -> None:
    finish(cast, "pm", given_to(cast, "pm"))
    assert told(cast) == sorted(KEEPERS - {"pm"})


def test_a_keeper_who_finishes_the_work_of_somebody_else_tells_nobody(cast: Cast) -> None:
    finish(cast, "pm", given_to(cast, "stakeholder"))
    assert told(cast) == []


def test_whose_role_is_over_and_who_muted_it_is_not_told(cast: Cast) -> None:
    action = given_to(cast, "stakeholder")
    with cast.acting("pmo-manager") as actor:
        past = ProjectMember.objects.filter(project=action.project, person__email="lead@hokuto.example")
        past.update(ends_on=actor.today - timedelta(days=1))
        muting = Person.objects.get(email="pso@hokuto.example")
        NoticePreferences.objects.create(person_id=muting.pk, muted=[KIND])
    finish(cast, "stakeholder", action)
    assert told(cast) == sorted(KEEPERS - {"lead", "pso"})


def test_who_lost_the_right_to_keep_the_log_no_longer_reads_it(cast: Cast) -> None:
    finish(cast, "stakeholder", given_to(cast, "stakeholder"))
    assert "Asked, and told" in cast.client("lead").get(cast.address("inbox/")).content.decode()
    with cast.acting("pmo-manager"):
        ProjectMember.objects.filter(person__email="lead@hokuto.example").update(role=ProjectRole.STAKEHOLDER)
    assert "Asked, and told" not in cast.client("lead").get(cast.address("inbox/")).content.decode()


def test_reopening_takes_back_what_nobody_has_read_and_finishing_again_tells_anew(cast: Cast) -> None:
    action = given_to(cast, "stakeholder")
    finish(cast, "stakeholder", action, "too early")
    cast.client("pm").post(cast.address("inbox/read-all/"))
    with cast.acting("stakeholder") as actor:
        done = reread(action)
        action_reopen(actor=actor, action=done, version=done.version)
    assert told(cast) == ["pm"]
    finish(cast, "stakeholder", now(cast, action))
    assert told(cast) == sorted([*KEEPERS, "pm"])


def test_it_is_mailed_with_the_next_digest_and_held_by_quiet_hours(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        Notice.objects.all().delete()
        person_id = actor.person_id
        assert person_id is not None
        hour = clock.now().astimezone(ZoneInfo("Asia/Tokyo")).hour
        quiet = NoticePreferences.objects.create(
            pk=person_id, person_id=person_id, rhythm="daily", quiet_from=hour, quiet_until=(hour + 2) % 24
        )
    finish(cast, "stakeholder", given_to(cast, "stakeholder"))
    with cast.acting("pm"):
        moment = clock.now() + timedelta(seconds=1)
        assert notices_mail(person_id=person_id, moment=moment, now=clock.now()) is False
        quiet.quiet_from = quiet.quiet_until = None
        quiet.save()
        OutboxEvent.objects.all().delete()
        mails_gather(now=clock.now() + timedelta(days=1))
        asked = OutboxEvent.objects.filter(task="notifications.mail_notices")
        assert str(person_id) in {event.arguments["person_id"] for event in asked}
        assert notices_mail(person_id=person_id, moment=moment, now=clock.now()) is True
    (letter,) = mail.outbox
    assert letter.to == ["pm@hokuto.example"]
    assert "Asked, and told" in str(letter.body)
    assert "/actions/" in str(letter.body)
