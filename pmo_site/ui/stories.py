"""The cases that the stories page shows; invented data only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.ui import menu, parts
from pmo_site.ui.charts.columns import Period, columns
from pmo_site.ui.charts.roadmap import Milestone, Roadmap, Track, roadmap
from pmo_site.ui.charts.slip import Forecasts
from pmo_site.ui.shell import Shell

NOW: Final = datetime(2026, 11, 20, 0, 5, tzinfo=UTC)
TODAY: Final = date(2026, 11, 20)
TOAST: Final = _("The risk was saved.")
TOAST_ERROR: Final = _("The risk was changed by someone else.")


class SignInStory(forms.Form):
    """A short form that is refused."""

    email = forms.EmailField(label=_("E-mail"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)


class FilterStory(forms.Form):
    """Filters of a list."""

    text = forms.CharField(label=_("Text"), required=False)
    level = forms.ChoiceField(label=_("Health"), required=False, choices=[("", "—"), *parts.LEVEL_WORDS.items()])


class ProjectStory(forms.Form):
    """A form with every kind of field, partly refused."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the charter."))
    tier = forms.ChoiceField(
        label=_("Governance tier"),
        choices=[
            ("light", pgettext_lazy("governance tier", "Light")),
            ("full", pgettext_lazy("governance tier", "Full")),
        ],
    )
    finish = forms.DateField(label=_("Baseline finish"), widget=forms.DateInput)
    budget = forms.DecimalField(label=_("Budget"), min_value=Decimal(0))
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    watch = forms.BooleanField(label=_("Tell me about changes"), required=False)
    model = forms.ChoiceField(
        label=_("Operating model"),
        widget=forms.RadioSelect,
        choices=[("combined", _("Combined")), ("separate", _("Separate"))],
    )


def story_shell() -> Shell:
    """A filled frame: rail with three groups, breadcrumb, account."""
    link = menu.Link
    groups = (
        menu.Group("main", "", (
            link("home", _("Home"), "/ui/?home", "home"),
            link("portfolio", _("Portfolio"), "/ui/", "chart-dots", current=True),
            link("projects", _("Projects"), "/ui/?projects", "briefcase"),
            link("decisions", _("Decisions"), "/ui/?decisions", "gavel", badge=5),
            link("risks", _("Risks and issues"), "/ui/?risks", "alert-triangle"),
        )),
        menu.Group("support", menu.GROUPS["support"], (
            link("support", _("Support desk (PSO)"), "/ui/?support", "lifebuoy"),
            link("standards", _("Standards and templates"), "/ui/?standards", "book"),
        )),
        menu.Group("admin", menu.GROUPS["admin"], (link("console", _("Admin console"), "/ui/?console", "settings"),)),
    )  # fmt: skip
    return Shell(
        menu=groups,
        crumbs=(parts.Crumb(_("Home"), "/ui/?home"), parts.Crumb(_("Portfolio"))),
        home_url="/ui/?home",
        organization_name="北斗ホールディングス",
        organizations_url="/ui/?organizations",
        search_url="/ui/",
        notices_url="/ui/?notices",
        notices=2,
        account=parts.Account("森 沙織", "mori@example.org", "森", ((_("Profile"), "/ui/?profile", "user"),), "/ui/"),
        as_of=NOW,
    )


def _projects(language: str) -> list[tuple[str, str, str, str]]:
    ja = language.startswith("ja")
    return [
        (
            "P-2601",
            "基幹系刷新（会計・購買）" if ja else "Core ERP renewal (finance and procurement)",
            "佐藤 健一",
            "red",
        ),
        (
            "P-2608",
            "海外拠点統合（タイ・ベトナム）" if ja else "Overseas sites (Thailand, Vietnam)",
            "中村 麻衣",
            "red",
        ),
        ("P-2602", "全社データ基盤構築" if ja else "Company data platform", "鈴木 美咲", "amber"),
        ("P-2603", "顧客ポータル再構築" if ja else "Customer portal rebuild", "高橋 翔", "green"),
        ("P-2612", "量子計画最適化 PoC" if ja else "Quantum planning proof of concept", "山田 光", "grey"),
        ("P-2598", "電子契約・電帳法対応" if ja else "Electronic contracts", "小林 亮", "blue"),
    ]


_BUDGETS: Final = [
    (1_850_000_000, 1_120_000_000, 2_104_000_000),
    (540_000_000, 250_000_000, 690_000_000),
    (640_000_000, 410_000_000, 655_000_000),
    (420_000_000, 300_000_000, 415_000_000),
    (None, 12_000_000, None),
    (85_000_000, 84_200_000, 84_200_000),
]
_STRIPS: Final = [
    "green green amber amber red red", "green amber amber amber red red", "green green green amber amber amber",
    "amber amber green green green green", "green green grey", "green green green green green blue",
]  # fmt: skip
_DATES: Final = [
    (date(2026, 4, 1), date(2027, 5, 6), 0.53), (date(2026, 4, 1), date(2027, 3, 20), 0.45),
    (date(2026, 4, 10), date(2027, 1, 15), 0.58), (date(2026, 5, 1), date(2026, 12, 10), 0.8),
    (None, None, None), (date(2026, 6, 1), date(2026, 10, 30), 1.0),
]  # fmt: skip


def _table(rows: list[tuple[str, str, str, str]]) -> parts.Table:
    columns = (
        parts.Column("code", _("Code"), sort="code"),
        parts.Column("name", _("Project"), sort="name", wide=True),
        parts.Column("manager", _("Project manager")),
        parts.Column("budget", _("Budget"), sort="budget", numeric=True),
        parts.Column("progress", _("Percent complete"), numeric=True),
    )
    lines = [
        parts.Row(
            (
                parts.Cell(code),
                parts.Cell(name, url="/ui/", header=True),
                parts.Cell(manager if level != "grey" else None),
                parts.Cell(f"{budget:,}" if budget is not None else None),
                parts.Cell("53%" if level != "grey" else None),
            ),
            archived=level == "blue",
        )
        for (code, name, manager, level), (budget, _actual, _forecast) in zip(rows, _BUDGETS, strict=True)
    ]
    return parts.Table(_("Projects"), columns, lines, sort="-budget")


def _roadmap(rows: list[tuple[str, str, str, str]]) -> Roadmap:
    tracks = [
        Track(
            name, level, start, finish, complete,
            () if start is None else (
                Milestone("G2", date(2026, 7, 31)), Milestone("UAT", date(2026, 12, 25), late=level == "red"),
            ),
            "/ui/",
        )
        for (_code, name, _manager, level), (start, finish, complete) in zip(rows, _DATES, strict=True)
    ]  # fmt: skip
    return roadmap(tracks, start=date(2026, 4, 1), end=date(2027, 7, 1), today=TODAY)


def _slip() -> list[Forecasts]:
    reports = [date(2026, month, 20) for month in range(6, 12)]
    late = [
        date(2027, 3, 29),
        date(2027, 3, 29),
        date(2027, 4, 8),
        date(2027, 4, 15),
        date(2027, 4, 26),
        date(2027, 5, 6),
    ]
    uat = [date(2026, 12, 14)] * 3 + [date(2026, 12, 20), date(2027, 1, 8), date(2027, 1, 15)]
    return [
        Forecasts("Go-live", "red", list(zip(reports, late, strict=True))),
        Forecasts("UAT", "amber", list(zip(reports, uat, strict=True))),
    ]


def story_context(language: str) -> dict[str, Any]:
    """Everything that the stories page shows."""
    rows = _projects(language)
    return {**_figures(rows), **_lists(rows), **_record(), "today": TODAY, "as_of": NOW}


_SPARK: Final = [252, 268, None, 301, 344, 373, 418]


def _figures(rows: list[tuple[str, str, str, str]]) -> dict[str, Any]:
    dimensions = ["red", "red", "amber", "amber", "red", "grey"]
    return {
        "counts": [parts.LevelCount(level, n, "/ui/") for level, n in zip(parts.LEVELS, (2, 3, 6, 1, 1), strict=True)],
        "none": [],
        "levels": list(parts.LEVEL_WORDS),
        "heat": [
            (code, name, manager, level, dimensions[i:] + dimensions[:i], _STRIPS[i].split())
            for i, (code, name, manager, level) in enumerate(rows)
        ],
        "dimensions": [_("Schedule"), _("Cost"), _("Scope"), _("Quality"), _("Risk"), _("People")],
        "bullets": [
            (
                row[1],
                *(None if value is None else Decimal(value) for value in figures),
                None if figures[0] is None or figures[2] is None else Decimal(figures[2]) / figures[0] - 1,
            )
            for row, figures in zip(rows, _BUDGETS, strict=True)
        ],
        "scale": Decimal(2_104_000_000),
        "slip": _slip(),
        "spark": _SPARK,
        "columns": columns([Period(str(month), each, str(each)) for month, each in enumerate(_SPARK, 5)]),
        "amounts": [Decimal(254000000), Decimal(-86400), Decimal(0), Decimal("1250.5"), None],
        "foreign": Decimal("1250.5"),
    }


def _lists(rows: list[tuple[str, str, str, str]]) -> dict[str, Any]:
    return {
        "table": _table(rows),
        "empty_table": [],
        "roadmap": _roadmap(rows),
        "pager": parts.Pager(6, 631, first_url="?first", previous_url="?before=a", next_url="?after=b"),
        "chips": [parts.Chip(_("Status: open"), "/ui/"), parts.Chip(_("Fiscal year: 2026"), "/ui/")],
        "filter_form": FilterStory({"text": "", "level": "red"}),
        "form": ProjectStory({"budget": "▲5", "finish": "2026-13-40", "name": "", "tier": "light"}),
    }


def _record() -> dict[str, Any]:
    return {
        "tabs": [
            parts.Tab(_("Overview"), "/ui/", current=True), parts.Tab(_("Milestones"), "/ui/", count=14),
            parts.Tab(_("Risks"), "/ui/", count=12), parts.Tab(_("History"), "/ui/"),
        ],
        "facts": [
            parts.Fact(_("Code"), "P-2601"),
            parts.Fact(_("Department"), "経営基盤本部 情報システム部 基幹システム推進グループ"),
            parts.Fact(_("Sponsor"), None), parts.Fact(_("Percent complete"), 0),
            parts.Fact(_("Purpose"), "会計・購買の基幹系を刷新し、月次決算を5営業日から2営業日に短縮する。", wide=True),
        ],
        "steps": [
            parts.Step(_("Idea"), "done"), parts.Step(_("Plan"), "done"), parts.Step(_("Execute"), "current"),
            parts.Step(pgettext_lazy("phase", "Close")),
        ],
        "entries": [
            parts.HistoryEntry(NOW, "佐藤 健一", _("changed"), (
                parts.Change(_("Forecast finish"), "2027/03/29（月）", "2027/05/06（木）"),
                parts.Change(_("Sponsor"), None, "高田 陽子"),
            ), on_behalf_of="森 沙織", reason="移行要員の不足"),
            parts.HistoryEntry(NOW, "import:gc-it-projects", _("created")),
        ],
        "tier_word": _("Governance tier"),
    }  # fmt: skip
