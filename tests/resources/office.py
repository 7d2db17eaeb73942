"""An organization with registers to work in, and browsers of its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from pmo_site.accounts.models import Department, Person
from pmo_site.tenancy.context import tenant
from projects.models import Milestone, Project
from tests.accounts.world import Member, seeder
from tests.api.world import BACKEND, World, make_world


@dataclass
class Desk:
    """Somebody signed in at the pages of an organization."""

    client: Client
    base: str

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(self.base + path, headers=headers)

    def post(self, path: str, values: Mapping[str, Any] | None = None, **headers: str) -> Any:
        return self.client.post(path if path.startswith("/") else self.base + path, values or {}, headers=headers)

    def page(self, path: str) -> str:
        """A page's source, checked to be one."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found: str = answer.content.decode()
        return found

    def names(self, path: str) -> list[str]:
        """What the rows of a list are called."""
        return [line.name for line in self.get(path).context["lines"]]

    def typed(self, path: str, **changes: object) -> dict[str, str]:
        """What a browser would send back from a form as it was shown, with changes."""
        form = self.get(path).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        found = {name: "" if value is None else str(getattr(value, "pk", value)) for name, value in shown.items()}
        return {**found, **{name: str(value) for name, value in changes.items()}}

    def told(self, answer: Any) -> str:
        """The page that an answer leads to."""
        found: str = self.client.get(answer.headers["Location"]).content.decode()
        return found


@dataclass(frozen=True)
class Office:
    """The world of the API's tests, seen from its pages."""

    world: World

    def desk(self, member: Member, language: str = "en") -> Desk:
        client = Client()
        client.force_login(member.user, backend=BACKEND)
        client.cookies["django_language"] = language
        return Desk(client, f"/o/{self.world.organization.slug}/")

    @property
    def manager(self) -> Desk:
        return self.desk(self.world.manager)

    @property
    def pm(self) -> Desk:
        return self.desk(self.world.pm)

    @property
    def lead(self) -> Desk:
        """May change one of the projects and sees no money."""
        return self.desk(self.world.lead)

    def inside(self) -> Any:
        """The organization, entered."""
        return tenant(self.world.organization.id, history={"system": "test"})

    def project(self, code: str = "P-1") -> Project:
        with self.inside():
            return Project.objects.get(code=code)

    def milestone(self, name: str = "Opening") -> Milestone | None:
        with self.inside():
            return Milestone.objects.filter(name=name).first()

    def milestones(self) -> list[str]:
        with self.inside():
            return list(Milestone.objects.order_by("name").values_list("name", flat=True))

    def department(self, name: str = "Harbor") -> Department:
        with self.inside():
            return Department.objects.get(name=name)

    def people(self) -> list[Person]:
        with self.inside():
            return list(Person.objects.filter(archived_at__isnull=True).order_by("id"))

    @property
    def actor(self) -> Any:
        return seeder(self.world.organization)


def make_office(slug: str = "north") -> Office:
    """The projects P-1 (one milestone, Opening) and P-2, and the departments Harbor and Yard."""
    world = make_world(slug)
    with tenant(world.organization.id, history={"system": "test"}):
        for name in ("Harbor", "Yard"):
            Department.objects.create(name=name, code=name[0], folded_name=name.lower())
    return Office(world)
