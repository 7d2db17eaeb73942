"""Pages of the console as files, for auditors: which role gives which right, what changed, what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pmo_site.accounts.models import Denial
from pmo_site.accounts.rights import RIGHT_LABELS, Right
from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, PROJECT_ROLE_LABELS
from pmo_site.console.events import Line
from pmo_site.resources.fields import Value
from pmo_site.resources.page_files import NARROW, WIDE, PageFile

RoleLine = tuple[Right, Sequence[bool], Sequence[bool]]


def roles_file(lines: Iterable[RoleLine]) -> PageFile:
    """A line for every right, a column for every role of the organization and of a project."""
    roles = [
        *_of(_("organization"), ORGANIZATION_ROLE_LABELS.values()),
        *_of(_("project"), PROJECT_ROLE_LABELS.values()),
    ]
    heads = [(_("Right"), WIDE), *((role, NARROW) for role in roles)]
    return PageFile(_("Roles and rights"), heads, map(_role_line, lines))


def _of(where: str, labels: Iterable[str | Promise]) -> list[str]:
    return [f"{label} ({where})" for label in labels]


def _role_line(line: RoleLine) -> list[Value]:
    right, everywhere, project = line
    return [str(RIGHT_LABELS[right]), *(_("held") if each else None for each in (*everywhere, *project))]


def denials_file(rows: Iterable[Denial], names: dict[str, str]) -> PageFile:
    """What was refused, newest first; who is no member of the organization has no name here."""
    heads = [(_("When"), NARROW), (_("By"), WIDE), (_("Method"), NARROW), (_("Address"), WIDE)]
    heads += [(_("Answer"), NARROW), (_("Request"), WIDE)]
    return PageFile(_("Denied attempts"), heads, (_denial_line(row, names) for row in rows))


def _denial_line(row: Denial, names: dict[str, str]) -> list[Value]:
    who = names.get(str(row.user_id)) or None
    return [row.denied_at, who, row.method, row.path, row.status, row.request_id]


def audit_file(lines: Iterable[Line]) -> PageFile:
    """The audit log: a line for every field that changed, so that a sheet can filter them."""
    heads = [_("When"), _("By"), _("On behalf of"), _("Action"), _("Kind of record"), _("Record"), _("Field")]
    heads += [_("Before"), _("After"), _("Request")]
    return PageFile(_("Audit log"), [(head, WIDE) for head in heads], _audit_lines(lines))


def _audit_lines(lines: Iterable[Line]) -> Iterator[list[Value]]:
    for line in lines:
        entry = line.entry
        first: list[Value] = [entry.at, entry.actor, entry.on_behalf_of, str(entry.action), line.kind, line.event.name]
        changes = [(str(change.label), _word(change.before), _word(change.after)) for change in entry.changes]
        for change in changes or [("", None, None)]:
            yield [*first, *change, line.event.request_id]


def _word(value: object) -> str | None:
    return None if value is None else str(value)
