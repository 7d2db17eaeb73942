"""The people of the demo: one in every role of the organization, and one in every role of a project."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_site.accounts.roles import OrganizationRole, ProjectRole

Role = OrganizationRole
DEMO_PASSWORD = "compass-north-2026"  # noqa: S105  printed with the demo's sign-ins, on local runs only


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo: an account name, a name with its reading, roles here and on the first project."""

    key: str
    family: str
    given: str
    family_reading: str
    given_reading: str
    roles: tuple[OrganizationRole, ...] = (OrganizationRole.MEMBER,)
    project_role: ProjectRole | None = None
    project: int = 0


CAST: tuple[DemoPerson, ...] = (
    DemoPerson("executive", "高橋", "陽子", "たかはし", "ようこ", (Role.EXECUTIVE,)),
    DemoPerson("pmo-manager", "森", "早苗", "もり", "さなえ", (Role.PMO_MANAGER,)),
    DemoPerson("pmo-expert", "石井", "悠斗", "いしい", "ゆうと", (Role.PMO_EXPERT,)),
    DemoPerson("pmo-administrator", "小林", "千夏", "こばやし", "ちなつ", (Role.PMO_ADMINISTRATOR,)),
    DemoPerson("pso", "渡辺", "健", "わたなべ", "けん", (Role.PSO_STAFF,), ProjectRole.SUPPORT),
    DemoPerson("auditor", "山田", "光", "やまだ", "ひかる", (Role.AUDITOR,)),
    DemoPerson("administrator", "中島", "亮", "なかじま", "りょう", (Role.TENANT_ADMINISTRATOR,)),
    DemoPerson("pm", "佐藤", "健一", "さとう", "けんいち", (Role.MEMBER,), ProjectRole.PROJECT_MANAGER),
    DemoPerson("pm-other", "中村", "麻衣", "なかむら", "まい", (Role.MEMBER,), ProjectRole.PROJECT_MANAGER, 1),
    DemoPerson("sponsor", "鈴木", "隆", "すずき", "たかし", (Role.MEMBER,), ProjectRole.SPONSOR),
    DemoPerson("assistant", "伊藤", "奈央", "いとう", "なお", (Role.MEMBER,), ProjectRole.PM_ASSISTANT),
    DemoPerson("lead", "加藤", "翔太", "かとう", "しょうた", (Role.MEMBER,), ProjectRole.PROJECT_LEAD),
    DemoPerson("member", "吉田", "拓也", "よしだ", "たくや", (Role.MEMBER,), ProjectRole.MEMBER),
    DemoPerson("stakeholder", "田中", "由美", "たなか", "ゆみ", (Role.MEMBER,), ProjectRole.STAKEHOLDER),
    DemoPerson("none", "松本", "蓮", "まつもと", "れん"),
)
