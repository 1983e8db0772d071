"""The logger `pei_dsl`: what is worth a line in the log of a host, which hears it only if it listens."""

from __future__ import annotations

import logging

LOG = logging.getLogger("pei_dsl")
LOG.addHandler(logging.NullHandler())
