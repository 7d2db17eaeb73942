"""Registers whose records belong to a project: one constructor for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor, Scope, register_scope
from pmo_site.resources.fields import Computed, Field
from pmo_site.resources.owner import Owner
from pmo_site.resources.resource import Resource, Rights, Writes, owned_register
from pmo_site.resources.services.simple import simple_writes
from pmo_site.tenancy.models import EditableModel
from projects.models import Project
from projects.rights import OWNED_BY_PROJECT, project_people
from projects.services.behalf import act_on_behalf
from projects.views.parts import find_project, frame

CODE_NAMES = (
    "project code,project id,project no,project number,プロジェクトコード,プロジェクト番号,プロジェクトID,"
    "プロジェクトNo,案件番号,案件コード,案件ID,案件No,工事番号,PJコード,PJ番号,PJNo,管理番号"
)
"""What a project's code is headed with, in lists of projects and in lists of what belongs to them."""

TITLE_NAMES = (
    "project name,project title,プロジェクト名,プロジェクト名称,案件名,案件名称,工事名,工事名称,事業名,PJ名,施策名"
)
"""What its name is headed with in lists of what belongs to it."""

OF_PROJECT = Owner(
    field="project",
    model=Project,
    path="projects/<uuid:project_id>/",
    find=find_project,
    framing=frame,
    template="projects/frame.html",
    current=Q(project__archived_at__isnull=True),
    label=_("Project code"),
    code="code",
    address="projects:detail",
    people=project_people,
    names=f"{CODE_NAMES},project,プロジェクト,案件",
    titles=TITLE_NAMES,
    column="project_code",
)


def _code(record: Any) -> str:  # noqa: ANN401  any kind owned by a project
    return str(record.project.code)


_COLUMN = Computed(OF_PROJECT.column, label=_("Project"), value=_code, sort="project__code", beside=True)


def project_register(
    model: type[EditableModel],
    *,
    rights: Rights,
    writes: Writes | None = None,
    scope: Scope = OWNED_BY_PROJECT,
    fields: Sequence[Field],
    columns: str,
    **declared: Any,  # noqa: ANN401  the register's own
) -> Resource:
    """Declare a register of projects: rights are asked on the project, whoever acts for its manager is named so.

    Without `writes` the kind has no rules beyond its model's; `scope` adds rights that a record itself gives. Lists
    across projects tell whose each row is, behind its title.
    """
    register_scope(model, scope)
    own = writes or simple_writes(model, rights, owner="project", beside=_on_behalf)
    title = declared.get("title") or declared["sheet"].key
    shown, told = columns.split(), list(fields)
    shown.insert(shown.index(title) + 1, _COLUMN.name)
    told.insert([field.name for field in fields].index(title) + 1, _COLUMN)
    return owned_register(
        model, owner=OF_PROJECT, rights=rights, writes=own, fields=told, columns=" ".join(shown), **declared
    )


def _on_behalf(actor: Actor, record: Any) -> None:  # noqa: ANN401  any kind owned by a project
    act_on_behalf(actor, record.project)
