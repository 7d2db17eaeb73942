"""Entries of the console in the rail."""

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right
from pmo_site.ui.menu import MenuItem, register_menu_item

register_menu_item(
    MenuItem(
        "console",
        _("Console"),
        "console:home",
        "adjustments-horizontal",
        group="admin",
        order=5,
        right=Right.CONSOLE_VIEW.value,
    )
)
register_menu_item(
    MenuItem("tokens", _("API tokens"), "tokens", "key", group="admin", order=40, right=Right.TOKENS_MANAGE.value)
)
