"""No link of any register leads into another organization: not by its form, not over the API, not of many at once."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import pytest
from django.db import models

from pmo_site.accounts.models import Person
from pmo_site.resources.fields import Reference
from pmo_site.resources.models import SavedView
from pmo_site.resources.resource import Resource, resources
from pmo_site.tenancy.models import EditableModel
from projects.models import Project
from tests.resources.office import Office, make_office
from tests.resources.samples import SAMPLES, sample

pytestmark = [pytest.mark.django_db, pytest.mark.fault("T03")]
LINKS = [(each, field) for each in resources() for field in each.fields if isinstance(field, Reference)]


def record_of(office: Office, resource: Resource) -> EditableModel:
    """A record of the register; projects and people stand there already."""
    with office.inside():
        if resource.key in SAMPLES:
            return sample(resource, actor=office.actor, project=Project.objects.get(code="P-1"))
        return resource.model._default_manager.order_by("pk")[0]


def foreign_id(office: Office, kind: type[models.Model]) -> UUID:
    """What the link would lead to: a record of the other organization."""
    standing = next((each for each in resources() if each.model is kind), None)
    if standing is not None:
        return record_of(office, standing).pk
    assert kind is SavedView
    with office.inside():
        owner = Person.objects.order_by("pk")[0]
        facts = {"owner": owner, "register": "projects", "name": "South", "query": {}, "is_shared": True}
        return SavedView.objects.create(**facts).pk


@pytest.mark.parametrize(("resource", "link"), LINKS, ids=lambda each: getattr(each, "key", getattr(each, "name", "")))
def test_an_id_of_another_organization_is_refused_at_its_field_and_nothing_is_stored(
    resource: Resource, link: Reference
) -> None:
    north, south = make_office(), make_office("south")
    record = record_of(north, resource)
    foreign = str(
        foreign_id(south, cast("type[models.Model]", resource.model._meta.get_field(link.name).related_model))
    )
    page, column = f"{resource.key}/{record.pk}/edit/", f"{link.name}_id"
    answer = north.manager.post(page, north.manager.typed(page, **{link.name: foreign}))
    form = north.manager.get(page).context["form"]
    assert (answer.status_code == 422) is (link.name in form.fields)
    caller, address = north.world.caller(north.world.manager), f"{resource.key}/{record.pk}/"
    told = caller.patch(address, {column: foreign}, **{"If-Match": caller.get(address).headers["ETag"]})
    assert (told.status_code, [each["field"] for each in told.json()["errors"]]) == (400, [column])
    many = {"records": [{"id": str(record.pk), "version": record.version}], "values": {column: foreign}}
    assert caller.post(f"{resource.key}/bulk/", many).status_code == 400
    with north.inside():
        now = resource.model._default_manager.get(pk=record.pk)
        assert getattr(now, column) == getattr(record, column)
