"""Who owes which report, as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from pmo_site.resources.cells import named
from pmo_site.resources.fields import Value
from pmo_site.resources.page_files import NARROW, WIDE, PageFile
from pmo_site.ui.parts import LEVEL_WORDS
from support_office.models.choices import STANDING_CHOICES
from support_office.selectors.owed import OwedRow

_STANDINGS = dict(STANDING_CHOICES)


def owed_file(rows: Sequence[OwedRow]) -> PageFile:
    """Every line of the list; what was declared stays empty while a report is owed, as on the page."""
    heads = [(_("Code"), NARROW), (_("Project"), WIDE), (_("Manager"), WIDE), (_("Report"), NARROW), (_("Due"), NARROW)]
    heads += [(_("Due days passed"), NARROW), (_("Declared"), NARROW), (_("Last report"), WIDE)]
    heads += [(_("State"), NARROW), (_("Reminded"), NARROW)]
    return PageFile(_("Status reports"), heads, map(_line, rows))


def _line(row: OwedRow) -> list[Value]:
    last, standing = row.last, str(_STANDINGS[row.owed.standing.value])
    owed = [standing, row.owed.period.ends_on, row.owed.passed]
    told = [str(LEVEL_WORDS[row.declared.value]) if row.declared else None, last.title if last else None]
    state = str(last.get_state_display()) if last else None
    return [row.project.code, row.project.name, named(row.manager) or None, *owed, *told, state, row.reminded_at]
