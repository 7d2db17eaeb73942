"""Probes for whoever runs the site: is the process alive, can it serve."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pmo_site.accounts.routing import open_to_all
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
    """Every part that a request needs is there."""
    parts = readiness()
    ready = all(parts.values())
    checks = {name: "ok" if holds else "failed" for name, holds in parts.items()}
    return JsonResponse({"status": "ok" if ready else "unavailable", "checks": checks}, status=200 if ready else 503)
