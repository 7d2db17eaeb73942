"""Jobs over the API."""

from __future__ import annotations

from uuid import uuid4

from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.services.jobs import job_cancel, job_retry
from pmo_site.tenancy.context import tenant
from tests.api.world import World, make_world


def test_jobs_are_listed_newest_first_and_by_state(world: World) -> None:
    with tenant(world.organization.id):
        jobs = list(Job.objects.order_by("-asked_at", "id"))
        Job.objects.filter(pk=jobs[0].pk).update(state=JobState.FAILED, reason="lost", attempts=3)
    caller = world.caller(world.manager)
    every = caller.get("jobs/").json()["items"]
    assert [row["id"] for row in every] == [str(job.pk) for job in jobs]
    assert len(jobs) > 1
    failed = caller.get("jobs/?state=failed").json()["items"]
    assert [(row["id"], row["reason"], row["attempts"]) for row in failed] == [(str(jobs[0].pk), "lost", 3)]
    assert caller.get("jobs/?state=lazy").status_code == 400


def test_a_running_job_tells_its_progress(world: World) -> None:
    with tenant(world.organization.id):
        job = Job.objects.earliest("event_id")
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, steps_done=3, steps_total=12)
    body = world.caller(world.manager).get(f"jobs/{job.pk}/").json()
    assert (body["handler"], body["state"]) == (job.handler, "running")
    assert (body["steps_done"], body["steps_total"], body["finished_at"]) == (3, 12, None)


def test_who_cancelled_and_retried_a_job_is_named(world: World) -> None:
    caller = world.caller(world.manager)
    with tenant(world.organization.id):
        job = Job.objects.earliest("event_id")
    unnamed = caller.get(f"jobs/{job.pk}/").json()
    assert (unnamed["cancelled_by"], unnamed["retried_by"], unnamed["retried_at"]) == (None, None, None)
    with tenant(world.organization.id):
        person_id = world.manager.person.pk
        assert job_cancel(job_id=job.pk, person_id=person_id)
        assert job_retry(job_id=job.pk, person_id=person_id)
    named = caller.get(f"jobs/{job.pk}/").json()
    assert named["cancelled_by"]["id"] == named["retried_by"]["id"] == str(person_id)
    assert named["cancelled_by"]["name"]
    assert named["retried_at"] is not None
    assert next(row for row in caller.get("jobs/").json()["items"] if row["id"] == str(job.pk)) == named


def test_a_job_is_missing_for_others(world: World) -> None:
    with tenant(make_world("south").organization.id):
        theirs = Job.objects.earliest("event_id")
    caller = world.caller(world.manager)
    assert caller.get(f"jobs/{theirs.pk}/").status_code == 404
    assert caller.get(f"jobs/{uuid4()}/").status_code == 404
    assert str(theirs.pk) not in caller.get("jobs/").content.decode()
    assert world.caller(world.lead).get("jobs/").status_code == 403
