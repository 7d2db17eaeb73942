"""Organizations in the operators' admin: founded, named, suspended and resumed, given space; never deleted here."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import platform_actor
from pmo_site.accounts.services.organizations import FirstMember, organization_found, organization_revise
from pmo_site.kernel import clock
from pmo_site.platform.forms import FoundingForm, OrganizationForm
from pmo_site.platform.site import platform
from pmo_site.tenancy.models import Organization

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Organization]
else:
    _Admin = admin.ModelAdmin

NOT_SERVED = ("_delete", "_history")
"""An organization is removed by a command alone; what happened to it stands in its own audit log."""


def _kept_in_the_organization(*_args: object) -> None:
    """The act itself is the record: Django's own log of its admin is not written."""


@admin.register(Organization, site=platform)
class OrganizationAdmin(_Admin):
    """The stock pages over the services: a save is an operator's act, and stands in the organization's audit log."""

    list_display = ("name", "slug", "state", "space", "created")
    list_filter = ("state",)
    search_fields = ("name", "slug")
    ordering = ("name",)
    readonly_fields = ("slug", "created")
    actions = None
    log_addition: Any = staticmethod(_kept_in_the_organization)
    log_change: Any = staticmethod(_kept_in_the_organization)
    add_form_template = change_form_template = "platform/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The list, the form of a new one, and the form of one that exists."""
        return [each for each in super().get_urls() if each.name and not each.name.endswith(NOT_SERVED)]

    def get_form(
        self,
        request: HttpRequest,  # noqa: ARG002  Django's signature
        obj: Organization | None = None,
        change: bool = False,  # noqa: ARG002, FBT001, FBT002  the same
        **kwargs: Any,  # noqa: ANN401, ARG002  the same
    ) -> Any:  # noqa: ANN401  the same
        """The founding asks for a first member, a change for its reason."""
        return FoundingForm if obj is None else OrganizationForm

    def get_readonly_fields(self, request: HttpRequest, obj: Organization | None = None) -> tuple[str, ...]:  # noqa: ARG002  the same
        """An address stays: links in mails and elsewhere name it."""
        return self.readonly_fields if obj else ()

    def get_fields(self, request: HttpRequest, obj: Organization | None = None) -> tuple[str, ...]:  # noqa: ARG002  the same
        """What is shown first stands first."""
        if obj is None:
            return ("slug", "name", "family_name", "given_name", "email", "language", "reason")
        return ("slug", "name", "state", "quota", "created", "reason")

    @admin.display(description=_("space for files"))
    def space(self, organization: Organization) -> str:
        """What its files may take up; nothing said where the site's own limit holds."""
        return filesizeformat(organization.files_quota_bytes) if organization.files_quota_bytes else "–"

    @admin.display(description=_("created"), ordering="created_at")
    def created(self, organization: Organization) -> str:
        """When it was founded: operators of many zones read one."""
        return f"{organization.created_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Head the list by what it lists."""
        return super().changelist_view(request, {"title": platform.index_title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer no second founding: nobody founds one organization after the other."""
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001  the same
        """Have the service do it: nothing is stored here."""
        operator, user_id = request.user.get_username(), UUID(str(request.user.pk))
        if change:
            actor = platform_actor(obj.pk, user_id, operator, today=clock.today("UTC"))
            organization_revise(
                actor=actor, organization_id=obj.pk, values=form.values(), reason=form.cleaned_data["reason"]
            )
            return
        facts = form.cleaned_data
        first = FirstMember(facts["family_name"], facts["given_name"], facts["email"], facts["language"])
        act = organization_found(
            slug=facts["slug"], name=facts["name"], first=first,
            operator=operator, user_id=user_id, reason=facts["reason"],
        )  # fmt: skip
        obj.pk = act.organization_id

    def save_related(self, request: HttpRequest, form: ModelForm[Organization], formsets: Any, change: bool) -> None:  # noqa: ANN401, FBT001  the same
        """An organization's records are its own: there is nothing beside it to store."""

    def has_view_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:  # noqa: ARG002  the same
        """Whoever entered is an operator."""
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_module_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:  # noqa: ARG002  the same
        """Nobody deletes an organization by a click: `manage.py tenant_delete` does, for suspended ones."""
        return False
