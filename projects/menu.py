"""The projects' entry in the rail."""

from django.utils.translation import gettext_lazy as _

from pmo_site.ui.menu import MenuItem, register_menu_item

register_menu_item(MenuItem("projects", _("Projects"), "projects:list", "briefcase", order=30, mobile=True))
