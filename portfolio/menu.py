"""The portfolio's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from pmo_site.ui.menu import MenuItem, register_menu_item

register_menu_item(MenuItem("portfolio", _("Portfolio"), "portfolio:overview", "chart-dots", order=20, mobile=True))
