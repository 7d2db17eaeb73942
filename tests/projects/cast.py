"""People of the demo as actors and as signed-in browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.test import Client

from pmo_site.accounts.models import User
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project


@dataclass(frozen=True)
class Cast:
    """The people of one organization of the demo."""

    slug: str

    def user(self, key: str) -> User:
        """The account of a person of the cast."""
        return User.objects.get(email=f"{key}@{self.slug}.example")

    def client(self, key: str, language: str = "en") -> Client:
        """A browser in which the person has signed in."""
        client = Client()
        client.force_login(self.user(key), backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["django_language"] = language
        return client

    @contextmanager
    def acting(self, key: str) -> Iterator[Actor]:
        """The person's actor, inside the organization."""
        organization = Organization.objects.get(slug=self.slug)
        user = self.user(key)
        with tenant(organization.id, user_id=user.pk, history={"user": str(user.pk)}):
            actor = actor_of_user(user.pk, organization_id=organization.id, settings=organization_settings())
            assert actor is not None
            yield actor

    def project(self, code: str = "P-2601") -> Project:
        """A project of the demo, read inside the organization."""
        with tenant(Organization.objects.get(slug=self.slug).id):
            return Project.objects.get_queryset().select_related("department").get(code=code)

    def address(self, path: str) -> str:
        """An address within the organization."""
        return f"/o/{self.slug}/{path}"
