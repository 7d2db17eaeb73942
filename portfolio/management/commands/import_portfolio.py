"""Import a list of projects into an organization."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.accounts.policy import system_actor
from pmo_site.accounts.rights import Right
from pmo_site.exchange.guessing import known_names
from pmo_site.exchange.mapping import CellError, TableMapping
from pmo_site.exchange.models import Outcome
from pmo_site.exchange.parsers import day as parse_day
from pmo_site.exchange.reading import read_table
from pmo_site.exchange.services.at_once import table_import
from pmo_site.exchange.services.reports import Report
from pmo_site.exchange.tables import Table, TableError
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.kernel.ids import new_id
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.selectors import organization_by_slug
from projects.imports import PROJECTS

_RIGHTS = frozenset(
    {Right.DATA_IMPORT, Right.PROJECT_VIEW, Right.PROJECT_CREATE, Right.PROJECT_CHANGE, Right.MONEY_CHANGE}
)
_STORED = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


class Command(BaseCommand):
    """Bring a list in, all or nothing, and have its health computed for the list's own day."""

    help = "Import a list of projects: all rows or none, every row accounted for."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the organization, the mapping and the day of the list."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, help="The organization's address, as in /o/ADDRESS/.")
        parser.add_argument("--mapping", required=True, choices=sorted(PROJECTS.presets))
        parser.add_argument("--as-of", type=date.fromisoformat, help="Judge as of this day (default: the file's own).")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Read, check, store, ask for health and tell what became of each row."""
        organization = organization_by_slug(options["organization"])
        if organization is None:
            raise CommandError(f"There is no organization {options['organization']!r}.")
        name = options["mapping"]
        mapping = PROJECTS.mapping(PROJECTS.presets[name], name)
        table = _read(options["file"], mapping)
        as_of = options["as_of"] or _own_day(table)
        report = _import(organization, table, mapping, as_of)
        self._tell(report)
        if report.rejected_rows:
            raise CommandError("Nothing was stored. Mend the rows above and import again.")
        if report.changes_anything:
            self.stdout.write(f"Health is being computed as of {as_of.isoformat()}.")
        else:
            self.stdout.write("Nothing changed, so the health stands as it was judged.")

    def _tell(self, report: Report) -> None:
        for row, column, code, value in report.rows[Outcome.REJECTED]:
            self.stdout.write(f"row {row}, {column}: {code} {value!r}")
        stored = {} if report.rejected_rows else {outcome: len(rows) for outcome, rows in report.rows.items()}
        told = [f"{outcome.value} {stored.get(outcome, 0)}" for outcome in _STORED]
        departments = len(report.also) if stored else 0
        self.stdout.write(f"{', '.join(told)}, rejected {report.rejected_rows}; departments created {departments}")


def _read(path: Path, mapping: TableMapping) -> Table:
    try:
        table = read_table(path.read_bytes(), known_names(PROJECTS.targets))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except TableError as error:
        raise CommandError(f"{path} cannot be read as a table: {error}.") from error
    missing = mapping.missing_columns(table)
    if missing:
        raise CommandError(f"{path} lacks the columns {', '.join(missing)}.")
    return table


def _own_day(table: Table) -> date:
    if "asOfDate" not in table.header:
        return clock.now().date()
    try:
        found = parse_day(table.single_value("asOfDate"))
    except CellError as error:
        raise CommandError(f"The file's asOfDate cannot be read ({error.code}); give --as-of.") from error
    if found is None:
        raise CommandError("The file's rows have more than one asOfDate; give --as-of.")
    return found


def _import(organization: Organization, table: Table, mapping: TableMapping, as_of: date) -> Report:
    name = f"import {mapping.name}"
    with tenant(organization.id, history={"system": name}):
        actor = system_actor(organization.id, name, _RIGHTS, today=clock.now().date())
        report = table_import(actor=actor, kind=PROJECTS, mapping=mapping, table=table, as_of=as_of)
        if report.changes_anything and not report.rejected_rows:
            ask(PROJECTS.after, organization_id=organization.id, day=as_of.isoformat(), occasion=str(new_id()))
        return report
