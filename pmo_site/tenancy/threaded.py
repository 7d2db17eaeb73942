"""The one column by which a record carries a thread; it stands low, so that people and departments carry theirs."""

from __future__ import annotations

from django.db import models


class Threaded(models.Model):
    """A record that can be talked about; what else that takes follows from its register (docs/adr/0010)."""

    thread = models.OneToOneField(
        "threads.Thread", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
