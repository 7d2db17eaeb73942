"""The people of a project as plain dictionaries."""

from __future__ import annotations

from typing import Any

from pmo_site.resources.cells import named
from projects.models import ProjectMember

_MEMBER = ("id", "version", "project_id", "person_id", "role", "starts_on", "ends_on", "allocation", "created_at",
           "updated_at")  # fmt: skip


def member_body(member: ProjectMember) -> dict[str, Any]:
    """A role's own fields."""
    return {name: getattr(member, name) for name in _MEMBER}


def member_row(member: ProjectMember) -> dict[str, Any]:
    """A role in a list, with the person's name."""
    return {**member_body(member), "person_name": named(member.person)}
