"""The support office's entries in the rail; its logs stand there by their declarations."""

from django.utils.translation import gettext_lazy as _

from pmo_site.ui.menu import MenuItem, register_menu_item

register_menu_item(
    MenuItem("support_office", _("Status reports"), "support_office:owed", "report-analytics", order=40, mobile=True)
)
register_menu_item(
    MenuItem("support_office:triage", _("Triage"), "support_office:triage:queue", "message", group="support", order=10)
)
