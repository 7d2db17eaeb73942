"""The site's Celery application with a schedule that a test can wait for."""

from __future__ import annotations

from pmo_site.celery import app

app.conf.beat_schedule = {
    "hand out": {"task": "portfolio.hand_out_daily_health", "schedule": 1.0},
    "note": {"task": "jobs.note_beat", "schedule": 1.0},
}
