"""The registers of the console: people and departments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.directory import department_choices, with_roles
from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, OrganizationRole
from pmo_site.console.exports import AUDIT, audit_log
from pmo_site.console.services import registers as services
from pmo_site.kernel.parsing import split_name
from pmo_site.resources.exporting import export_sources
from pmo_site.resources.fields import Computed, Number, Reference, Text, Whole
from pmo_site.resources.resource import Menu, Rights, Sheet, Writes, organization_register

_RIGHTS = Rights(view=Right.PEOPLE_VIEW, create=Right.PEOPLE_MANAGE, change=Right.PEOPLE_MANAGE)

_UNSPLIT = _("Family and given name cannot be told apart. Put a space between them, or use a column for each.")


def _name(person: Person) -> str:
    return person.display(get_language() or "ja")


def _reading(person: Person) -> str | None:
    return " ".join(filter(None, (person.family_name_reading, person.given_name_reading))) or None


def _roles(person: Person) -> str | None:
    """The roles of a member in words; None for who has no account here."""
    held = getattr(person, "present_memberships", [])
    return (
        ", ".join(
            str(ORGANIZATION_ROLE_LABELS[OrganizationRole(row.role)]) for each in held for row in each.roles.all()
        )
        or None
    )


def _counted(_actor: Actor) -> models.QuerySet[Department]:
    return Department.objects.annotate(
        head_count=models.Count("people", filter=models.Q(people__archived_at__isnull=True), distinct=True)
    )


def _head_count(department: Department) -> int | None:
    return getattr(department, "head_count", None)


people = organization_register(
    Person,
    key="people",
    rights=_RIGHTS,
    fields=[
        Whole("name", label=_("Full name"), value=_name, sort="sort_name", beside=True,
              parts=("family_name", "given_name"), split=split_name, unsplit=_UNSPLIT,
              names="person,person name,employee,employee name,member name,display name,氏名,名前,お名前,担当者名,"
                    "社員名,職員名,メンバー名,フルネーム"),
        Whole("reading", label=_("Full name (reading)"), value=_reading, beside=True,
              parts=("family_name_reading", "given_name_reading"), split=split_name, unsplit=_UNSPLIT,
              names="kana,name reading,フリガナ,カナ,ヨミ,読み,読み方,ヨミガナ,氏名カナ,氏名フリガナ,氏名ヨミ,名前カナ,"
                    "名前ヨミ"),
        Text("family_name", required=True, search="folded", names="last name,surname,苗字,名字,氏"),
        Text("given_name", names="first name,forename"),
        Text("family_name_reading", names="last name reading,姓カナ,姓フリガナ,姓ヨミ,セイ"),
        Text("given_name_reading", names="first name reading,名カナ,名フリガナ,名ヨミ,メイ"),
        Text("email", sort="email", names="email address,mail address,mail,メール,Eメール,連絡先"),
        Reference("department", department_choices, find=("name", "code"), sort="department__folded_name",
                  names="department name,division,unit,section,所属部門,所属部署,所属,部署,部署名,部門名,部課,部課名,"
                        "課名"),
        Computed("roles", label=_("Roles"), value=_roles, beside=True),
    ],
    columns="name reading department email roles",
    filters="department",
    form=["family_name given_name", "family_name_reading given_name_reading", "email department"],
    sheet=Sheet(ja="人員一覧", en="People", key="name"),
    writes=Writes(services.person_add, services.person_change, services.person_put_away, services.person_take_back),
    archives=True,
    rows=with_roles,
    menu=Menu("users", group="admin", order=10, right=Right.PEOPLE_VIEW),
)  # fmt: skip

departments = organization_register(
    Department,
    key="departments",
    rights=_RIGHTS,
    fields=[
        Text("name", required=True, search="folded_name", sort="folded_name",
             names="department name,department,division,unit,部門名,部署名,組織名,課名,部門,部署,組織"),
        Text("code", search="code", sort="code",
             names="department code,部門コード,部署コード,組織コード,部門番号,id,番号"),
        Reference("parent", department_choices, find=("name", "code"), sort="parent__folded_name", empty=_("None"),
                  names="parent unit,reports to,上位部署,上位組織,親部門,親部署,親組織"),
        Computed("head_count", label=_("People"), value=_head_count, like=Number, beside=True),
    ],
    columns="name code parent head_count",
    filters="parent",
    form=["name code", "parent"],
    sheet=Sheet(ja="部門一覧", en="Departments", key="name"),
    writes=Writes(
        services.department_add, services.department_change, services.department_delete, services.department_undelete
    ),
    rows=_counted,
    menu=Menu("sitemap", group="admin", order=15, right=Right.PEOPLE_VIEW),
)  # fmt: skip

export_sources[AUDIT] = audit_log
