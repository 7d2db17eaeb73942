"""The people of a project, as a file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from pmo_site.resources.cells import named
from pmo_site.resources.fields import Value
from pmo_site.resources.page_files import NARROW, WIDE, PageFile
from projects.models import Project, ProjectMember


def members_file(project: Project, members: Sequence[ProjectMember]) -> PageFile:
    """Who works on the project in which role, now and before."""
    heads = [(_("Person"), WIDE), (_("Role"), WIDE), (_("From"), NARROW), (_("Until"), NARROW)]
    heads += [(_("Allocation (%)"), NARROW)]
    return PageFile(f"{project.code} {_('People')}", heads, map(_line, members))


def _line(member: ProjectMember) -> list[Value]:
    role = str(member.get_role_display())
    return [named(member.person), role, member.starts_on, member.ends_on, Decimal(member.allocation)]
