"""The site's Celery application with a beat that asks every second for what is asked every quarter of an hour."""

from __future__ import annotations

from pmo_site.celery import app

app.conf.beat_schedule = {
    "hand out daily health": {"task": "portfolio.hand_out_daily_health", "schedule": 1.0},
    "note that beat is at work": {"task": "jobs.note_beat", "schedule": 1.0},
}
