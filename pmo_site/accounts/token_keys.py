"""The key of a token: how it is made, how it is kept, and which organization it says it belongs to."""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from typing import Final
from uuid import UUID

PREFIX: Final = "rsb_"
SECRET_CHARACTERS: Final = 32
"""Of 62 letters and digits: 190 bits, so that the hash needs neither salt nor cost."""
HINT_CHARACTERS: Final = 4

_ALPHABET: Final = string.ascii_letters + string.digits
_KEY: Final = re.compile(rf"{PREFIX}([0-9a-f]{{32}})_[0-9A-Za-z]{{{SECRET_CHARACTERS}}}")


def key_make(organization_id: UUID) -> str:
    """A new key. It names its organization, so that it can be looked up behind that organization's wall alone."""
    secret = "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_CHARACTERS))
    return f"{PREFIX}{organization_id.hex}_{secret}"


def key_hash(key: str) -> str:
    """What is stored and looked up: equal work for every key, and nothing that a reader of tables could use."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def organization_named(key: str) -> UUID | None:
    """The organization that a key names; None for what is no key of ours."""
    found = _KEY.fullmatch(key)
    return UUID(hex=found[1]) if found else None
