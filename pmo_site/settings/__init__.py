"""All settings, one file per concern, read from typed environment variables."""

from pmo_site.settings.site import *  # noqa: F403  one settings package, split by concern
