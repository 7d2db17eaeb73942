"""What people are told about files that were made for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right
from pmo_site.notifications.registry import NoticeKind, Subject, register_notice_kind, register_subject
from pmo_site.resources.exporting import export_sources
from pmo_site.resources.models import ExportRun
from pmo_site.resources.resource import resource_named
from pmo_site.resources.services.exports import EXPORT, FAILED, READY


def _label(run: models.Model) -> str:
    if not isinstance(run, ExportRun):
        return ""
    source, resource = export_sources.get(run.register), resource_named(run.register)
    label = source.label if source else resource.many if resource else None
    return f"{label} ({run.form.upper()})" if label else ""


register_subject(Subject(EXPORT, ExportRun, Right.ORGANIZATION_VIEW, label=_label))
register_notice_kind(
    NoticeKind(
        READY,
        _("A file is ready"),
        _("%(subject)s: the file that you asked for is ready. It is kept for a day."),
        "download",
        Right.ORGANIZATION_VIEW,
        is_mutable=False,
    )
)
register_notice_kind(
    NoticeKind(
        FAILED,
        _("A file could not be made"),
        _(
            "%(subject)s: the file could not be stored. Narrow the list and ask again. If that does not help, the"
            " space for files may be full."
        ),
        "alert-triangle",
        Right.ORGANIZATION_VIEW,
        is_mutable=False,
    )
)
