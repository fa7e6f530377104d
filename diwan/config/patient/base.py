"""ENGINE = "diwan.config.patient": a restart of the database costs a moment, not an error page."""

import re
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

_PATIENCE = 8.0  # seconds; the embedded database is back within one, a server after an upgrade in a few
_PAUSE = 0.1
# What libpq says of a server that is away, going or coming; while connecting it gives no SQLSTATE to go by.
# A wrong password or an unknown database is not worth waiting for.
_PASSING = re.compile(
    "connection refused|no such file|reset by peer|closed the connection|starting up|shutting down"
    "|recovery mode|administrator command|unexpected postmaster exit",
    re.IGNORECASE,
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects with patience; everything else is Django's."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, trying again for a few seconds while the server is away."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return super().get_new_connection(conn_params)
            except (self.Database.OperationalError, OperationalError) as trouble:
                if not _PASSING.search(str(trouble)) or time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE)
