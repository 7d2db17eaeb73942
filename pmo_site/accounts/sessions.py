"""Sessions as Django keeps them in the database; each request's reading of its own is prepared."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session

from pmo_site.kernel import clock
from pmo_site.tenancy.prepared import Prepared

_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key)[:1], key=str)


class SessionStore(DatabaseSessionStore):
    """A session is read anew in every request: one that was ended is over at once."""

    def load(self) -> dict[str, Any]:
        """What the session holds; one that is unknown or over holds nothing and loses its key."""
        found = _BY_KEY.first(key=self.session_key) if self.session_key else None
        if found is None or found.expire_date <= clock.now():
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found.session_data)
        return held
