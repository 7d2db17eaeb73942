"""To whom the accepted reports of a project go, and what became of each one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.audit.tracking import tracked
from pmo_site.kernel import clock
from pmo_site.tenancy.models import EditableModel, TenantModel
from pmo_site.tenancy.threaded import Threaded


@tracked
class Recipient(EditableModel, Threaded):
    """Somebody who is told of every accepted report of a project; each person stands in the list once."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(
        "accounts.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="reports_received"
    )
    interest = models.CharField(_("why they read it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("report recipient")
        verbose_name_plural = _("report recipients")
        constraints = [
            models.UniqueConstraint(fields=["organization", "project", "person"], name="recipient_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Outcome(models.TextChoices):
    """What became of a report for one recipient."""

    TOLD = "told", pgettext_lazy("outcome of a delivery", "Delivered")
    NO_ACCOUNT = "no_account", pgettext_lazy("outcome of a delivery", "Has no account")
    NOT_ALLOWED = "not_allowed", pgettext_lazy("outcome of a delivery", "May not see the project")


class Delivery(TenantModel):
    """What became of one report for one recipient at the last try; who was reached is not told again."""

    report = models.ForeignKey("support_office.StatusReport", on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    tried_at = models.DateTimeField(_("tried at"), default=clock.now)

    class Meta:
        verbose_name = _("delivery of a report")
        verbose_name_plural = _("deliveries of reports")
        constraints = [models.UniqueConstraint(fields=["organization", "report", "person"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.tried_at}"
