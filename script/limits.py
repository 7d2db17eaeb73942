"""The bare limit of a page: one SQL statement that builds the same JSON in the database, under the same visibility.

Who asks stands in `caller`; what is left out is the edge: session, membership, quota, transaction.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ground import imported

OWN_TO_ONE = frozenset({"id", "code", "created_at", "updated_at"})
"""What two records written one after the other differ in."""

_HELD = """
SELECT project_id, bool_or(money) AS money, bool_or(health) AS health FROM (
  SELECT m.project_id, m.role = ANY(%(payers)s) AS money, m.role = ANY(%(judges)s) AS health
  FROM projects_projectmember m
  WHERE m.organization_id = %(organization)s AND m.person_id = %(person)s AND m.role = ANY(%(viewers)s)
    AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
  UNION ALL
  SELECT g.content_object_id, r.codename = 'money_view', r.codename = 'health_view'
  FROM projects_projectgrant g JOIN auth_permission r ON r.id = g.permission_id
  WHERE g.organization_id = %(organization)s AND g.user_id = %(user)s
) held GROUP BY project_id
"""
_PERSON = (
    "CASE WHEN {0}.id IS NOT NULL THEN concat_ws(' ', nullif({0}.given_name, ''), nullif({0}.family_name, '')) END"
)

_PROJECT = """p.id, p.version, p.code, p.name, p.reading, p.purpose, p.department_id, p.tier, p.status,
  p.percent_complete::text, p.baseline_start, p.baseline_finish, p.baselined_on, p.forecast_start, p.forecast_finish,
  p.actual_start, p.actual_finish, p.imported_note, p.data_as_of, p.created_at, p.updated_at, p.archived_at"""
_MONEY = "p.currency, p.original_budget::text, p.latest_budget::text, p.actual_cost::text"
_LINKED = f"d.name AS department_name, manager.id AS manager_id, {_PERSON.format('manager')} AS manager_name"
_ISSUE = f"""i.id, i.version, i.project_id, i.code, i.raised_on, i.raised_by_id, i.title, i.description, i.effect,
  i.category, i.priority, i.owner_id, i.due_on, i.needs_decision, i.asked_on, i.state, i.progress, i.confirmed_on,
  i.return_reason, i.created_at, i.updated_at, {_PERSON.format("entered")} AS raised_by_name,
  {_PERSON.format("assigned")} AS owner_name, p.code AS project_code,
  greatest(0, width_bucket(coalesce(i.confirmed_on, %(today)s::date), %(working)s::date[])
    - width_bucket(i.raised_on, %(working)s::date[])) AS age_days"""


def _row(columns: str) -> str:
    return f"(SELECT row_to_json(told) FROM (SELECT {columns}) told)"  # noqa: S608  fixed text


def _with_money(columns: str) -> str:
    """A project's row; money is absent where it is closed."""
    return f"CASE WHEN mine.money THEN {_row(f'{columns}, {_MONEY}')} ELSE {_row(columns)} END"


_FROM_PROJECT = f"""
FROM projects_project p JOIN ({_HELD}) mine ON mine.project_id = p.id
LEFT JOIN accounts_department d ON d.id = p.department_id
LEFT JOIN projects_projectmember m ON m.project_id = p.id AND m.role = 'project_manager'
  AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
LEFT JOIN accounts_person manager ON manager.id = m.person_id
WHERE p.organization_id = %(organization)s
"""
_FROM_ISSUE = f"""
FROM support_office_issue i JOIN projects_project p ON p.id = i.project_id
LEFT JOIN accounts_person entered ON entered.id = i.raised_by_id
LEFT JOIN accounts_person assigned ON assigned.id = i.owner_id
WHERE i.organization_id = %(organization)s AND p.archived_at IS NULL
  AND i.project_id IN (SELECT project_id FROM ({_HELD}) mine)
"""  # noqa: S608  fixed text


def _items(row: str, rest: str, size: int) -> str:
    each = f"SELECT {row} AS item {rest} LIMIT {size}"
    return f"SELECT json_build_object('items', coalesce(json_agg(item), '[]'))::text FROM ({each}) each"  # noqa: S608  fixed text


def projects(size: int) -> str:
    """The first rows of the list of projects, by code."""
    rest = f"{_FROM_PROJECT} AND p.archived_at IS NULL ORDER BY p.code, p.id"
    return _items(_with_money(f"{_PROJECT}, {_LINKED}"), rest, size)


def issues(size: int) -> str:
    """The first rows of the list of issues, by the day they are due while they are live."""
    return _items(_row(_ISSUE), f"{_FROM_ISSUE} ORDER BY i.live_due_on NULLS LAST, i.id", size)


PROJECT = f"SELECT {_with_money(_PROJECT)}::text {_FROM_PROJECT} AND p.id = %(project)s"
"""One project as its address answers it."""

_LIGHT = """SELECT h.overall, h.dimensions, h.rank, h.id FROM portfolio_projecthealth h
  WHERE h.organization_id = p.organization_id AND h.project_id = p.id {}
  ORDER BY h.day DESC, h.computed_at DESC, h.id DESC LIMIT 1"""
_JUDGED = "p.organization_id = %(organization)s AND p.archived_at IS NULL AND p.status <> 'cancelled'"
_LIT = f"""
  SELECT p.*, mine.money, light.overall, light.dimensions, light.rank, light.id AS light_id
  FROM projects_project p JOIN ({_HELD}) mine ON mine.project_id = p.id AND mine.health
  LEFT JOIN LATERAL ({_LIGHT.format("")}) light ON true WHERE {_JUDGED}
"""  # noqa: S608  fixed text
_BUDGETS = """
  SELECT currency, sum(latest_budget)::numeric(24, 2)::text AS latest, count(*) AS projects,
    round(sum(latest_budget) FILTER (WHERE original_budget <> 0)
      / nullif(sum(original_budget) FILTER (WHERE original_budget <> 0), 0) - 1, 6)::text AS growth,
    count(*) FILTER (WHERE original_budget <> 0) AS compared
  FROM lit WHERE money AND overall IS NOT NULL AND latest_budget IS NOT NULL GROUP BY currency
  ORDER BY count(*) DESC, currency
"""


def _kept(first: str, last: str) -> str:
    span = f"{first} AS first, {last} AS last"
    due = f"s.baseline_on BETWEEN {first} AND {last}"
    counts = f"count(*) FILTER (WHERE {due}) AS due, count(*) FILTER (WHERE {due} AND s.actual_on <= s.baseline_on)"
    rows = "projects_milestone s JOIN lit ON lit.id = s.project_id"
    return f"(SELECT row_to_json(kept) FROM (SELECT {span}, {counts} AS on_time FROM {rows}) kept)"  # noqa: S608  fixed text


_QUARTER = "date_trunc('quarter', %(today)s::date)"
_WAITING = """
  (SELECT count(*) FROM support_office_action a JOIN mine ON mine.project_id = a.project_id
   WHERE a.state IN ('open', 'doing') AND a.due_on < %(today)s)
  + (SELECT count(*) FROM (SELECT DISTINCT ON (r.project_id) r.* FROM support_office_statusreport r
     JOIN mine ON mine.project_id = r.project_id WHERE r.state IN ('submitted', 'accepted')
     ORDER BY r.project_id, r.period_to DESC, r.id DESC) newest WHERE NOT ask_answered AND ask_text <> '')
"""
_SUMMARY = f"""
SELECT json_build_object(
  'by_level', (SELECT json_object_agg(level, (SELECT count(*) FROM lit WHERE lit.overall = level))
    FROM unnest(array['red', 'amber', 'grey', 'green', 'blue']) level),
  'projects', count(*), 'unjudged', count(*) FILTER (WHERE overall IS NULL),
  'left_out', (SELECT count(*) FROM projects_project p WHERE {_JUDGED}) - count(*),
  'budgets', (SELECT json_agg(row_to_json(budget)) FROM ({_BUDGETS}) budget),
  'budgets_unknown', count(*) FILTER (WHERE money AND overall IS NOT NULL AND latest_budget IS NULL),
  'budgets_hidden', count(*) FILTER (WHERE NOT money AND overall IS NOT NULL),
  'moves', CASE WHEN EXISTS (SELECT FROM lit p, LATERAL (
      {_LIGHT.format("AND h.day < date_trunc('month', %(today)s::date)")}) before) THEN 'some' END,
  'milestones', {_kept(f"{_QUARTER}::date", "%(today)s::date")},
  'milestones_before', {_kept(f"({_QUARTER} - interval '3 months')::date", f"({_QUARTER} - interval '1 day')::date")},
  'decisions', {_WAITING}
) AS summary FROM lit
"""  # noqa: S608  fixed text
_WITH = f"WITH mine AS MATERIALIZED ({_HELD}), lit AS MATERIALIZED ({_LIT})"
SUMMARY = f"{_WITH} SELECT summary::text FROM ({_SUMMARY}) each"  # noqa: S608  fixed text
"""The figures of the portfolio."""

_STRIP = """
  (SELECT json_agg(s.overall ORDER BY s.day) FROM (SELECT h.overall, h.day FROM portfolio_projecthealth h
   WHERE h.organization_id = p.organization_id AND h.project_id = p.id AND h.trigger = 'daily'
   ORDER BY h.day DESC LIMIT 12) s) AS strip
"""


def overview(size: int) -> str:
    """The figures of the portfolio, and the worst lights with what stands beside them."""
    money = "CASE WHEN p.money THEN p.latest_budget::text END AS latest_budget, p.currency"
    light = _row(f"p.id, p.code, p.name, p.overall, p.dimensions, p.forecast_finish, {money}, {_STRIP}")
    worst = "SELECT * FROM lit WHERE overall IS NOT NULL ORDER BY rank, light_id"
    rows = f"SELECT json_agg({light}) FROM ({worst} LIMIT {size}) p"  # noqa: S608  fixed text
    return f"{_WITH} SELECT json_build_object('summary', summary, 'items', ({rows}))::text FROM ({_SUMMARY}) each"  # noqa: S608  fixed text


ISSUE_WRITTEN = """
INSERT INTO support_office_issue AS i (id, organization_id, version, created_at, updated_at, project_id, number, code,
  title, folded_title, description, effect, category, priority, progress, needs_decision, state, raised_by_id,
  raised_on, return_reason)
SELECT gen_random_uuid(), p.organization_id, 1, now(), now(), p.id, at, 'I-' || at, 'A new issue', 'a new issue', '',
  '', '', 'medium', '', false, 'open', %(person)s, %(today)s, ''
FROM projects_project p,
  (SELECT 1 + max(number) AS at FROM support_office_issue WHERE organization_id = %(organization)s) newest
WHERE p.id = %(project)s
RETURNING (SELECT row_to_json(told) FROM (SELECT i.id, i.version, i.project_id, i.code, i.raised_on, i.raised_by_id,
  i.title, i.description, i.effect, i.category, i.priority, i.owner_id, i.due_on, i.needs_decision, i.asked_on, i.state,
  i.progress, i.confirmed_on, i.return_reason, i.created_at, i.updated_at) told)::text
"""
"""One more issue of a project; its history is recorded by the same trigger."""


def caller(member: Any, *, project_id: UUID) -> dict[str, Any]:  # noqa: ANN401  a member of tests/accounts/world
    """What the statements are told of a member: the roles that open things, the working days; asked in the tenant."""
    roles, rights = imported("pmo_site.accounts.roles"), imported("pmo_site.accounts.rights").Right
    selectors = imported("pmo_site.accounts.selectors")
    settings = selectors.organization_settings()
    today = selectors.organization_now(settings).date()
    calendar = selectors.organization_calendar(settings)
    days = (today + timedelta(days=step) for step in range(-400, 2))

    def holders(right: Any) -> list[str]:  # noqa: ANN401  a right
        return [role.value for role in roles.project_roles_with(right)]

    return {
        "organization": str(member.organization.id),
        "person": str(member.person.pk),
        "user": str(member.user.pk),
        "project": str(project_id),
        "today": today.isoformat(),
        "viewers": holders(rights.PROJECT_VIEW),
        "judges": holders(rights.HEALTH_VIEW),
        "payers": holders(rights.MONEY_VIEW),
        "working": f"{{{','.join(day.isoformat() for day in days if calendar.is_working(day))}}}",
    }


def plain(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """Return a value of JSON with its moments read: a page and its limit write their zones in their own ways."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, str) and len(value) > len("2026-01-01T") and value[10:11] == "T":
        return datetime.fromisoformat(value).timestamp()
    return value
