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
        Text("title", required=True, search="title", sort="title",
             names="decision made,topic,決定内容,決議事項,合意事項,意思決定事項,件名,議題,内容"),
        Choice("subject", names="area,decision type,対象領域,種別,区分,分類"),
        Text("reason", long=True, search="reason", names="rationale,conditions,理由,決定理由,根拠,条件,背景,備考"),
        Day("decided_on", required=True, sort="decided_on", fiscal=True,
            names="decision date,date,決定年月日,決裁日,承認日,決議日,合意日,日付"),
        Reference("decided_by", people_choices, find=("email",), sort="decided_by__sort_name",
                  names="decision maker,approved by,approver,決裁者,承認者,意思決定者"),
    ],
    columns="title subject decided_on decided_by",
    filters="subject decided_by decided_on",
    form=["title", "subject decided_on decided_by", "reason"],
    sheet=Sheet(ja="決定事項一覧", en="Decision log", key="title"),
    order="-decided_on",
    menu=Menu("gavel", order=60),
)  # fmt: skip
