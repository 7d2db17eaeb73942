"""What a person decides about the pages that are composed for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.tenancy.models import TenantModel


class HomeChoice(TenantModel):
    """How one person wants their home page: so far, whether the first steps are left out."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    hides_first_steps = models.BooleanField(_("hides the first steps"), default=False)

    class Meta:
        verbose_name = _("choice of the home page")
        verbose_name_plural = _("choices of the home page")
        constraints = [models.UniqueConstraint(fields=["organization", "person"], name="home_choice_once")]

    def __str__(self) -> str:
        return str(self.person_id)
