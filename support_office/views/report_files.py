"""The status reports of a project, as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pmo_site.resources.cells import named
from pmo_site.resources.fields import Value
from pmo_site.resources.page_files import NARROW, WIDE, PageFile
from pmo_site.ui.parts import LEVEL_WORDS
from projects.models import Project
from support_office.models import StatusReport


def reports_file(project: Project, reports: Iterable[StatusReport]) -> PageFile:
    """Every report, newest first: its period, what was declared and computed, its state and its summary."""
    heads = [(_("Report"), WIDE), (_("From"), NARROW), (_("Until"), NARROW), (_("Declared"), NARROW)]
    heads += [(_("Computed"), NARROW), (_("State"), NARROW), (_("Submitted"), NARROW)]
    heads += [(_("Submitted by"), WIDE), (_("Summary"), WIDE)]
    return PageFile(f"{project.code} {_('Status reports')}", heads, map(_line, reports))


def _line(report: StatusReport) -> list[Value]:
    levels = [str(LEVEL_WORDS[level]) if level else None for level in (report.overall, report.computed_level)]
    who = named(report.submitted_by) or None
    handed_in = [str(report.get_state_display()), report.submitted_at, who]
    return [report.title, report.period_from, report.period_to, *levels, *handed_in, report.summary or None]
