"""Celery: queues only wake work up; what is due stands in the database (DESIGN invariant 15)."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

app = Celery("xiangzhan", task_cls="backend.common.later:OutboxTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep-outbox": {"task": "backend.common.tasks.sweep_outbox", "schedule": 30.0},
    "link-audit": {"task": "backend.audit.tasks.link_audit_events", "schedule": 60.0},
    "anchor-audit": {"task": "backend.audit.tasks.anchor_audit_chain", "schedule": 1800.0},
    "sweep-jobs": {"task": "backend.jobs.tasks.sweep_jobs", "schedule": 60.0},
    "release-holds": {"task": "orders.tasks.release_holds", "schedule": 30.0},
    "payments-tick": {"task": "orders.tasks.payments_tick", "schedule": 15.0},
    "reconcile-daily": {
        "task": "orders.tasks.reconcile_daily",
        "schedule": crontab(hour="10-23", minute="30"),
    },
    "watch-returns": {"task": "orders.tasks.watch_returns", "schedule": 3_600.0},
    "warn-of-silence": {"task": "orders.tasks.warn_of_silence", "schedule": 3_600.0},
    "complete-delivered": {"task": "orders.tasks.complete_delivered", "schedule": 600.0},
    "follow-orders": {"task": "impact.tasks.follow_orders", "schedule": 120.0},
    # Before the night's comparison with the ledger, which then sees what was left out.
    "check-recent-trades": {
        "task": "impact.tasks.check_recent_trades",
        "schedule": crontab(hour="2", minute="50"),
    },
    "rebuild-derived": {
        "task": "impact.tasks.rebuild_derived",
        "schedule": crontab(hour="3", minute="10"),
    },
    "estimate-yearly": {
        "task": "impact.tasks.estimate_yearly",
        "schedule": crontab(month_of_year="5", day_of_month="1", hour="2", minute="30"),
    },
    "price-waiting": {"task": "cooperatives.tasks.price_waiting_receipts", "schedule": 300.0},
    "sort-shelf": {"task": "cooperatives.tasks.sort_shelf", "schedule": 300.0},
    "tell-returned": {"task": "orders.tasks.tell_returned", "schedule": 300.0},
    "tell-invoices": {"task": "orders.tasks.tell_invoices", "schedule": 900.0},
    "escalate-issues": {
        "task": "programme.tasks.escalate_overdue",
        "schedule": crontab(hour="6", minute="20"),
    },
    "remind-parcels": {"task": "stations.tasks.remind_overdue", "schedule": 3600.0},
    "tell-past-due": {"task": "stations.tasks.tell_past_due", "schedule": 1800.0},
    "sweep-files": {"task": "backend.exchange.tasks.sweep_files", "schedule": 600.0},
    "send-messages": {"task": "backend.messaging.tasks.send_due", "schedule": 30.0},
}
