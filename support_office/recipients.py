"""To whom a project reports, as a register: the distribution list."""

from __future__ import annotations

from pmo_site.accounts.directory import people_choices
from pmo_site.accounts.rights import Right
from pmo_site.resources.fields import Reference, Text
from pmo_site.resources.resource import Rights, Sheet
from projects.registers import project_register
from support_office.models import Recipient

recipients = project_register(
    Recipient,
    key="recipients",
    rights=Rights(view=Right.PROJECT_VIEW, create=Right.REPORT_WRITE, change=Right.REPORT_WRITE),
    fields=[
        Reference("person", people_choices, find=("email",), required=True, sort="person__sort_name",
                  names="recipient,name,reader,stakeholder,配布先,宛先,送付先,氏名,関係者,担当者"),
        Text("interest", search="interest", sort="interest",
             names="interest,role,reason,purpose,関心事項,役割,理由,目的,備考"),
    ],
    columns="person interest",
    filters="person",
    form=["person interest"],
    sheet=Sheet(ja="報告の配布先", en="Report recipients", key="person"),
    title="person",
    joins="person",
    order="person",
    tab="reports",
)  # fmt: skip
