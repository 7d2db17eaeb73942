"""Probes for whoever runs the site: is the process alive, can it serve."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pmo_site.accounts.routing import open_to_all
from pmo_site.api.problems import RETRY_SECONDS
from pmo_site.api.readiness import readiness

_REASON = "asked by machines that watch the site; tells no data"


@transaction.non_atomic_requests
@require_safe
@open_to_all(_REASON)
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  Django's signature
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
@require_safe
@open_to_all(_REASON)
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  Django's signature
    """Every part that a request needs is there; 200 with `degraded` where only work behind the pages waits."""
    found = readiness()
    holds = {**found.needed, **found.behind}
    checks = {name: "ok" if each else "failed" for name, each in holds.items()}
    status = 503 if found.status == "unavailable" else 200
    headers = {"Retry-After": str(RETRY_SECONDS)} if found.status == "unavailable" else {}
    return JsonResponse({"status": found.status, "checks": checks, "ages": found.ages}, status=status, headers=headers)
