"""How PostgreSQL speaks: standard SQL."""

from __future__ import annotations

from pei_dsl.data.engine.dialect import Dialect


class PostgreSQL(Dialect):
    """Standard SQL, with numbers of any length."""

    name = "PostgreSQL"
    columns = 1_600
