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


def test_jobs_are_found_by_kind_reason_and_time(world: World) -> None:
    with tenant(world.organization.id):
        first, *others = Job.objects.order_by("event_id")
        Job.objects.filter(pk=first.pk).update(handler="files.sweep", reason="lost", state=JobState.FAILED)
        moment = Job.objects.get(pk=others[-1].pk).asked_at
    caller = world.caller(world.manager)

    def found(query: str) -> set[str]:
        return {row["id"] for row in caller.get(f"jobs/?{query}").json()["items"]}

    assert found("handler=files.sweep") == found("reason=lost&state=failed") == {str(first.pk)}
    stamp = moment.isoformat().replace("+", "%2B")
    assert str(others[-1].pk) in found(f"asked_from={stamp}")
    assert str(others[-1].pk) not in found(f"asked_before={stamp}")


def test_a_job_is_retried_and_cancelled_by_a_program(world: World) -> None:
    with tenant(world.organization.id):
        job = Job.objects.earliest("event_id")
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, reason="lost", attempts=3)
    caller = world.caller(world.manager)
    again = caller.post(f"jobs/{job.pk}/retry/")
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (200, "queued", 0)
    assert again.json()["retried_by"]["id"] == str(world.manager.person.pk)
    assert caller.post(f"jobs/{job.pk}/retry/").status_code == 422
    ended = caller.post(f"jobs/{job.pk}/cancel/")
    assert (ended.status_code, ended.json()["state"]) == (200, "cancelled")
    refused = caller.post(f"jobs/{job.pk}/cancel/")
    assert (refused.status_code, "over already" in refused.content.decode()) == (422, True)


def test_many_jobs_are_retried_by_a_program(world: World) -> None:
    with tenant(world.organization.id):
        one, two, *_ = Job.objects.order_by("event_id")
        Job.objects.filter(pk=one.pk).update(state=JobState.FAILED)
    caller = world.caller(world.manager)
    body = {"deed": "retry", "ids": [str(one.pk), str(one.pk), str(two.pk), str(uuid4())]}
    assert caller.post("jobs/bulk/", body).json() == {"changed": 1, "left": 2}
    assert caller.post("jobs/bulk/", {"deed": "retry", "ids": []}).status_code == 400
    assert world.caller(world.lead).post("jobs/bulk/", body).status_code == 403
    assert world.caller(world.lead).post(f"jobs/{one.pk}/cancel/").status_code == 404
