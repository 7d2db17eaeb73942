"""What the rules of the house exempt, each with its reason; an exemption that is no longer needed fails."""

from __future__ import annotations

WRITES = {
    "pmo_site/accounts/adapter.py:qrcode.make(url, image_factory=SvgPathFillImage).save": "draws a picture, no record",
    "pmo_site/accounts/models/person.py:super().save": "the record keeps its own folded text in step",
    "pmo_site/accounts/models/user.py:user.save": "the manager that Django asks for",
    "pmo_site/jobs/mail.py:SentMail.objects.get_or_create": "the platform's own mark of a sent mail",
    "pmo_site/jobs/outbox.py:OutboxEvent.objects.create": "the outbox is the service that others call",
    "pmo_site/jobs/outbox.py:OutboxEvent.objects.get_or_create": "the same",
    "pmo_site/jobs/outbox.py:Job.objects.create": "the same",
    "pmo_site/jobs/outbox.py:OutboxEvent.objects.bulk_update": "the same",
    "pmo_site/jobs/outbox.py:refused.update": "the same",
    "pmo_site/jobs/runs.py:JobRun.objects.get_or_create": "the one row of a run",
    "pmo_site/jobs/runs.py:run.save": "the same",
    "pmo_site/resources/api/endpoints.py:resource.writes.create": "the register's own service",
    "pmo_site/resources/sheets.py:book.save": "a workbook, no record",
    "pmo_site/resources/views/adding.py:resource.writes.create": "the register's own service",
    "pmo_site/resources/views/edits.py:resource.writes.create": "the register's own service",
    "pmo_site/tenancy/versions.py:kind._default_manager.filter(pk=record.pk, version=version).update": (
        "the one guarded UPDATE that every service uses"
    ),
}
"""Writes outside services."""

TYPE_IGNORES = 40
"""At most so many places where the type checker is told to look away; bring it down, never up."""
