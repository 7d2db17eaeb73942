"""Entries of the rail for home and for what the platform below the apps offers."""

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right
from pmo_site.ui.menu import MenuItem, register_menu_item

register_menu_item(MenuItem("home", _("Home"), "home", "home", order=10, mobile=True))
register_menu_item(
    MenuItem(
        "settings", _("Settings"), "settings", "settings", group="admin", order=20, right=Right.SETTINGS_CHANGE.value
    )
)
register_menu_item(
    MenuItem("jobs", _("Jobs"), "jobs", "list-check", group="admin", order=30, right=Right.JOBS_VIEW.value)
)
register_menu_item(
    MenuItem("imports", _("Import"), "imports:center", "upload", group="admin", order=30, right=Right.DATA_IMPORT.value)
)
