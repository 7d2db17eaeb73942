"""The decision log of a project as a register."""

from __future__ import annotations

from pmo_site.accounts.directory import people_choices
from pmo_site.accounts.rights import Right
from pmo_site.resources.fields import Choice, Day, Reference, Text
from pmo_site.resources.resource import Menu, Rights, Sheet
from projects.registers import project_register
from support_office.models import Decision

decisions = project_register(
    Decision,
    key="decisions",
    rights=Rights(view=Right.PROJECT_VIEW, create=Right.PROJECT_CHANGE, change=Right.PROJECT_CHANGE),
    fields=[
        Text("title", required=True, search="title", sort="title"),
        Choice("subject"),
        Text("reason", long=True, search="reason"),
        Day("decided_on", required=True, sort="decided_on", fiscal=True),
        Reference("decided_by", people_choices, find=("email",), sort="decided_by__family_name_reading"),
    ],
    columns="title subject decided_on decided_by",
    filters="subject decided_by decided_on",
    form=["title", "subject decided_on decided_by", "reason"],
    sheet=Sheet(ja="決定事項一覧", en="Decision log", key="title"),
    order="-decided_on",
    menu=Menu("gavel", order=60),
)
