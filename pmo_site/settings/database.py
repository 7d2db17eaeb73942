"""Roads to one database: the app's role behind the wall, the owner's for migrations, the operators' for /platform/."""

from __future__ import annotations

from typing import Any

from pmo_site.settings import environment


def _connection(url: str, *, app_role: str, options: str, requests: bool) -> dict[str, Any]:
    address = environment.database_address(url)
    return {
        "ENGINE": "pmo_site.tenancy.engine",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "ATOMIC_REQUESTS": requests,
        "CONN_MAX_AGE": 60,
        # Behind a pooler that hands one session to many, nothing may be kept in a session: no cursor and no plan.
        "DISABLE_SERVER_SIDE_CURSORS": environment.flag("DATABASE_POOLED"),
        "CONN_HEALTH_CHECKS": True,
        "APP_ROLE": app_role,
        "OPTIONS": {"connect_timeout": 3, "options": options, "application_name": "rashinban"},
    }


_app_url = environment.text("DATABASE_URL")
_app_role = environment.database_address(_app_url).user
_statement_ms = environment.number("DATABASE_STATEMENT_TIMEOUT_MS", 10_000)
_idle_ms = environment.number("DATABASE_IDLE_TIMEOUT_MS", 15_000)

DATABASES = {
    "default": _connection(
        _app_url,
        app_role=_app_role,
        requests=True,
        options=(
            f"-c statement_timeout={_statement_ms} -c lock_timeout=3000"
            f" -c idle_in_transaction_session_timeout={_idle_ms}"
        ),
    ),
}
_owner_url = environment.text("DATABASE_ADMIN_URL", "")
if _owner_url:
    DATABASES["admin"] = _connection(_owner_url, app_role=_app_role, requests=False, options="-c lock_timeout=2000")
_platform_url = environment.text("DATABASE_PLATFORM_URL", "")
if _platform_url:
    DATABASES["platform"] = _connection(
        _platform_url,
        app_role=_app_role,
        requests=False,
        options="-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000",
    )
DATABASE_ROUTERS = ["pmo_site.tenancy.roads.RoadRouter"]
