"""Bringing a list in at once: all rows or none, every row accounted for."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.exchange.kinds import ImportKind, Setting
from pmo_site.exchange.mapping import TableMapping
from pmo_site.exchange.models import Outcome
from pmo_site.exchange.services.applying import rows_apply
from pmo_site.exchange.services.reports import Report
from pmo_site.exchange.tables import Table


def table_import(*, actor: Actor, kind: ImportKind, mapping: TableMapping, table: Table, as_of: date | None) -> Report:
    """Create and update records by their key; one rejected row and nothing is stored.

    An empty cell never erases. `as_of` is the day of the list where its rows carry none.
    """
    for right in (Right.DATA_IMPORT, kind.right):
        require(actor, right)
    if kind.money_fields & {column.field for column in mapping.columns}:
        require(actor, Right.MONEY_CHANGE)
    with transaction.atomic():
        report = rows_apply(kind, mapping, Setting(actor, as_of, mapping.sources), table.rows)
        if report.rows[Outcome.REJECTED]:
            transaction.set_rollback(True)
    return report
