"""Who this process is: made once, before a worker forks its children, so that they bear their parent's name."""

from __future__ import annotations

import os
import secrets
import socket
from typing import Final

IDENTITY: Final = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(4)}"
"""Host and number are not enough: a restarted container has both again."""
