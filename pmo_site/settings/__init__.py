"""All settings, one file per concern, read from typed environment variables."""

from pmo_site.settings.accounts import *  # noqa: F403  one settings package, split by concern
from pmo_site.settings.api import *  # noqa: F403  the same
from pmo_site.settings.database import *  # noqa: F403  the same
from pmo_site.settings.files import *  # noqa: F403  the same
from pmo_site.settings.jobs import *  # noqa: F403  the same
from pmo_site.settings.logs import *  # noqa: F403  the same
from pmo_site.settings.security import *  # noqa: F403  the same
from pmo_site.settings.site import *  # noqa: F403  the same
