#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from pmo_site.local.site import adopt_running_site

if __name__ == "__main__":
    adopt_running_site()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmo_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:
        sys.exit(f"{missing} Or start script/server first: commands join the run that is on.")
