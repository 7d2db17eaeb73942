"""Django's stock admin for the platform's operators, on the operators' own road to the database."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.models import User
from pmo_site.accounts.routing import Openness, Requirement, declare
from pmo_site.platform.entry import ROAD, turned_away
from pmo_site.tenancy.roads import on_road

NOT_SERVED = frozenset(
    {"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site", "app_list"}
)
"""Pages of the stock admin that the site has already, or that would show more than organizations."""
OPERATORS = Requirement(Openness.OPERATOR, None, "operators of the platform, with a second factor")


class PlatformSite(AdminSite):
    """The operators' site: whatever a page reads or writes goes as the operators' role of the database."""

    site_header = _("Rashinban: the platform's operators")
    site_title = _("Rashinban operators")
    index_title = _("Organizations of this platform")
    index_template = "platform/index.html"
    site_url = None
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Operators with a live account; the rest of what is asked of them is asked before."""
        return isinstance(request.user, User) and request.user.is_active and request.user.is_staff

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002  Django's signature
        """Turn away who may not enter; let the others in as the operators' role, until the page is written."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  a view's own
            answer = turned_away(request)
            if answer is not None:
                return answer
            with on_road(ROAD):
                response = guarded(request, *args, **kwargs)
                return response.render() if isinstance(response, SimpleTemplateResponse) else response

        return entered

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Those pages of the stock admin that operators need, each with what it asks for."""
        kept = [entry for entry in super().get_urls() if getattr(entry, "name", None) not in NOT_SERVED]
        kept.append(path("tenancy/", self.admin_view(self.app_index), {"app_label": "tenancy"}, name="app_list"))
        _declare(kept)
        return kept


def _declare(entries: list[URLPattern | URLResolver]) -> None:
    for entry in entries:
        if isinstance(entry, URLResolver):
            _declare(entry.url_patterns)
        else:
            declare(entry.callback, OPERATORS)


platform = PlatformSite(name="platform")
