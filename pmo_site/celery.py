"""The Celery application, found by `celery -A pmo_site.celery worker` and `beat`."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmo_site.settings")

app = Celery("rashinban")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "hand out daily health": {"task": "portfolio.hand_out_daily_health", "schedule": 900.0},
    "hand out report reminders": {"task": "support_office.hand_out_report_reminders", "schedule": 900.0},
    "hand out overdue": {"task": "support_office.hand_out_overdue", "schedule": 3600.0},
    "note that beat is at work": {"task": "jobs.note_beat", "schedule": 60.0},
    "forget jobs that are over": {"task": "jobs.forget", "schedule": 3600.0},
    "forget uploads whose time is over": {"task": "exchange.forget_uploads", "schedule": 3600.0},
    "forget what is over": {"task": "accounts.forget_what_is_over", "schedule": 3600.0},
    "forget acts that are too old to undo": {"task": "accounts.forget_acts", "schedule": 3600.0},
    "sweep files": {"task": "files.hand_out_sweeps", "schedule": 3600.0},
    "hand out mails of notices": {"task": "notifications.hand_out_mails", "schedule": crontab(minute=2)},
}
