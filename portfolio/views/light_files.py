"""Lists of lights as files: how every project stands and why, and where words and evidence part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from pmo_site.accounts.policy import Actor
from pmo_site.resources.decisions import Decision
from pmo_site.resources.fields import Value
from pmo_site.resources.page_files import NARROW, WIDE, PageFile
from pmo_site.ui.parts import LEVEL_WORDS
from portfolio.reasons import main_reason
from portfolio.selectors import Narrowing, OverviewRow, overview_rows
from portfolio.selectors.candor import CandorLine, CandorPicture
from portfolio.selectors.health import health_list
from portfolio.selectors.matrix import MatrixRow, matrix_rows, months_until
from portfolio.words import DIMENSION_LABELS, WAITING_KINDS
from projects.models import Project


def lights_file(actor: Actor, narrowing: Narrowing, *, level: str, as_of: date | None) -> PageFile:
    """Every light of the list, worst first: the reason that weighs most, each dimension, the end of each month."""
    snapshots = list(health_list(actor, as_of=as_of, level=level, narrowing=narrowing))
    rows = overview_rows(actor, snapshots, as_of=as_of)
    months = matrix_rows(actor, snapshots, as_of=as_of)
    heads = [*_project_heads(), (_("Governance tier"), NARROW), (_("Overall"), NARROW), (_("Computed"), NARROW)]
    heads += [(_("Reason"), WIDE), *((str(label), NARROW) for label in DIMENSION_LABELS.values())]
    heads += [(f"{month:%Y-%m}", NARROW) for month in months_until(as_of or actor.today)]
    return PageFile(_("Health by month"), heads, map(_light_line, rows, months))


def _light_line(row: OverviewRow, month: MatrixRow) -> Sequence[Value]:
    shown = row.override.level if row.override else row.snapshot.overall
    words = [_word(level) for _name, level in month.cells]
    ends = [_word(light.level) for light in month.months]
    tier = row.project.get_tier_display()
    return [*_named(row.project), tier, _word(shown), _word(row.snapshot.overall), main_reason(row), *words, *ends]


def candor_file(picture: CandorPicture) -> PageFile:
    """Every project of which another level is declared than computed, watermelons first."""
    heads = [*_project_heads(), (_("Computed"), NARROW), (_("Declared"), NARROW), (_("Gap in levels"), NARROW)]
    heads += [(_("Gap since"), NARROW), (_("Declared by"), WIDE), (_("Declared on"), NARROW), (_("Kind"), WIDE)]
    groups = [
        (_("Watermelons"), picture.watermelons),
        (_("Declared better than computed"), picture.kinder),
        (_("Declared worse than computed"), picture.stricter),
    ]
    return PageFile(_("Candor gap"), heads, (_candor_line(line, kind) for kind, lines in groups for line in lines))


def _candor_line(line: CandorLine, kind: str) -> list[Value]:
    levels = [_word(line.snapshot.overall), _word(line.declaration.overall.value)]
    told = [line.gap.steps, line.since, line.author or None, line.declaration.declared_on, kind]
    return [*_named(line.project), *levels, *told]


def decisions_file(found: Sequence[Decision]) -> PageFile:
    """Everything that waits for somebody above the project, the longest overdue first."""
    heads = [(_("Code"), NARROW), (_("Project"), WIDE), (_("Kind"), NARROW), (_("Due"), NARROW)]
    heads += [(_("What is asked"), WIDE), (_("Recommendation"), WIDE), (_("Purpose"), WIDE)]
    heads += [(_("Asked by"), WIDE), (_("Assignee"), WIDE), (_("Source"), WIDE)]
    return PageFile(_("Decide now"), heads, _decision_lines(found))


def _decision_lines(found: Sequence[Decision]) -> Iterator[list[Value]]:
    for each in found:
        kind = str(WAITING_KINDS.get(each.kind, each.kind))
        texts = [each.recommendation, each.why, each.asked_by, each.owner, str(each.source)]
        yield [each.project_code, each.project_name, kind, each.due_on, each.text, *(text or None for text in texts)]


def _project_heads() -> list[tuple[str, bool]]:
    return [(_("Code"), NARROW), (_("Project"), WIDE), (_("Department"), WIDE)]


def _named(project: Project) -> list[Value]:
    return [project.code, project.name, project.department.name if project.department else None]


def _word(level: str | None) -> str | None:
    """A level in words; nothing where there is none."""
    return str(LEVEL_WORDS[level]) if level else None
