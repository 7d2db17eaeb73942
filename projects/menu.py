"""The import center's entry in the rail."""

from django.utils.translation import gettext_lazy as _

from pmo_site.ui.menu import MenuItem, register_menu_item

register_menu_item(
    MenuItem("imports", _("Import"), "projects:imports", "upload", group="admin", order=30, right="data.import")
)
