"""Tables of a server: how they are kept, what is refused and how that is told, without a secret."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction

import attrs
import psycopg
import pytest

from pei_dsl.data.engine.addresses import SCHEMES
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.postgres.postgres_connection import PostgresConnection, _refusal
from pei_dsl.data.readers.databases import OPENERS, check_table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.text import render
from pei_dsl.model.expressions import Aggregate, ColumnValue, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource
from tests.engines import lacks_postgres, postgres_server
from tests.in_engines import database_relation

SECRET = "s3cr@t:/?"  # noqa: S105 - of nobody
WRITTEN = "s3cr%40t%3A%2F%3F"
YEAR = Period.year_of(2024)

STATEMENTS = """
CREATE SCHEMA estadistica;
CREATE TYPE sexo AS ENUM ('M', 'F');
CREATE TABLE estadistica.egresos (
    mes text, sede char(8), sexo sexo, personas int, monto numeric(40, 18), tasa float8, alta timestamp,
    firma timestamptz, firme bool, estado text, "Raro "" nombre" json
);
INSERT INTO estadistica.egresos VALUES
    ('2024-01', ' Lima ', 'M', 3, 0.1, 0.1, '2024-01-31 23:59', '2024-02-01 04:59Z', true, 'P', '{}'),
    ('2024-S1', 's/d', 'F', 4, NULL, 'NaN', NULL, NULL, false, '', NULL);
CREATE ROLE nadie LOGIN;
CREATE ROLE ajeno LOGIN PASSWORD 'otra';
GRANT USAGE ON SCHEMA estadistica TO nadie;
"""
KINDS = {
    "mes": ValueType.DATE,
    "sede": ValueType.TEXT,
    "sexo": ValueType.TEXT,
    "personas": ValueType.NUMBER,
    "monto": ValueType.NUMBER,
    "tasa": ValueType.NUMBER,
    "alta": ValueType.DATE,
    "firma": ValueType.DATE,
    "firme": ValueType.BOOLEAN,
    "estado": ValueType.TEXT,
}
SOURCE = DataSource(
    "egresos",
    connection="PEI_BASE",
    table="estadistica.egresos",
    time="mes",
    quality="estado",
    missing=("s/d",),
    columns={name: Column(name, kind) for name, kind in KINDS.items()},
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    lacking = lacks_postgres()
    if lacking:
        pytest.skip(lacking)
    with postgres_server() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(STATEMENTS.encode())
        yield address


@pytest.fixture
def variable(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PEI_BASE", url)
    return url


def told(source: DataSource, limits: Limits | None = None) -> list[Diagnostic]:
    connection, _, found = database_relation(source, limits or Limits())
    if connection is not None:
        connection.close()
    return found


def codes(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(each.code, each.variant) for each in found]


@pytest.mark.usefixtures("variable")
def test_columns_are_read_as_they_are_declared() -> None:
    connection, relation, found = database_relation(SOURCE, Limits())
    assert found == []
    assert connection is not None
    assert relation is not None
    answers = EngineAnswers(relation, connection, ("sede",))

    def value(function: str, column: str) -> object:
        return answers.outcome(Aggregate(function, "egresos", ColumnValue(column)), YEAR).value

    assert value("sum", "personas") == 7
    assert value("sum", "monto") == value("sum", "tasa") == Fraction("0.1")
    assert (value("minimum", "sede"), value("count", "sede")) == ("Lima", 1)
    assert value("maximum", "sexo") == "M"
    days = {"alta": "2024-01-31", "firma": "2024-01-31"}  # a moment counts by its day in Peru
    assert {name: str(value("maximum", name)) for name in days} == days
    assert value("maximum", "firme") is True
    marks = answers.outcome(Aggregate("sum", "egresos", ColumnValue("personas")), YEAR).quality
    assert [str(mark) for mark in marks] == ["preliminar"]
    connection.close()


@pytest.mark.usefixtures("variable")
def test_what_is_not_there_is_told_with_what_is_most_like_it() -> None:
    [found] = told(attrs.evolve(SOURCE, table="estadistica.egreso"))
    assert render(found).splitlines()[0] == (
        "error[PEI338]: la base de datos de «PEI_BASE» no tiene la tabla o vista «estadistica.egreso»; "
        "¿es «estadistica.egresos»?"
    )
    assert codes(told(attrs.evolve(SOURCE, table="otra.tabla"))) == [("PEI338", "")]
    columns = {**SOURCE.columns, "seden": Column("seden", ValueType.TEXT)}
    for changed in ({}, {"table": "estadistica.egreso"}, {"table": "otra.tabla"}, {"columns": columns}):
        source = attrs.evolve(SOURCE, **changed)
        assert check_table(source, Limits(seconds=5)) == told(source), "its columns are looked at alone"
    assert codes(told(attrs.evolve(SOURCE, columns=columns))) == [("PEI302", "near")]


@pytest.mark.usefixtures("variable")
def test_a_type_that_cannot_be_the_declared_one_is_told_with_both() -> None:
    columns = {**SOURCE.columns, "firme": Column("firme", ValueType.NUMBER)}
    [found] = told(attrs.evolve(SOURCE, columns=columns))

    assert render(found).splitlines()[0] == (
        "error[PEI340]: la columna «firme» se guarda como boolean, que no puede ser número"
    )
    strange = 'Raro " nombre'
    columns = {**SOURCE.columns, strange: Column(strange, ValueType.TEXT)}
    assert codes(told(attrs.evolve(SOURCE, columns=columns))) == [("PEI340", "")]


def test_who_may_not_read_is_told_so(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEI_BASE", variable.replace("pei@", "nadie@"))

    assert codes(told(SOURCE)) == [("PEI339", "")]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"postgresql://pei:{WRITTEN}@127.0.0.1:9/base", ("PEI337", "")),
        (f"postgresql+psycopg://pei:{WRITTEN}@127.0.0.1:9/base?password={WRITTEN}", ("PEI337", "")),
        (f"postgresql://pei:{SECRET}%zz@127.0.0.1/base", ("PEI336", "scheme")),
        (f"mysql://pei:{WRITTEN}@127.0.0.1/base", ("PEI336", "scheme")),
        (f"host=127.0.0.1 password={SECRET}", ("PEI336", "scheme")),
        ("postgresql://pei:s3cr@s3cr@127.0.0.1:9/base", ("PEI336", "encoding")),
        ("postgresql://pei:s3cr/s3cr@127.0.0.1:9/base", ("PEI336", "encoding")),
        ("postgresql://pei:s3cr#s3cr@127.0.0.1:9/base", ("PEI336", "encoding")),
        ("postgresql://pei:s3cr?s3cr@127.0.0.1:9/base", ("PEI336", "encoding")),
        ("postgresql://pei:s3cr s3cr@127.0.0.1:9/base", ("PEI336", "encoding")),
        ("postgresql://pei@127.0.0.1:9/s3cr@base", ("PEI336", "encoding")),
        (f"postgresql://pei:{WRITTEN}@[::1/base", ("PEI336", "scheme")),
        (f"postgresql://pei:{WRITTEN}@no-hay.invalid/base", ("PEI337", "host")),
        (f"postgresql://pei:{WRITTEN}@{'a' * 70}.b/base", ("PEI336", "scheme")),
        ("", ("PEI336", "scheme")),
        ("sqlite:////nada/de nada.db", ("PEI337", "file")),
    ],
)
def test_no_message_shows_a_secret(
    address: str, expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEI_BASE", address)
    found = told(SOURCE)

    assert codes(found) == [expected]
    shown = f"{found!r} {render(found[0])} {render(found[0], 'en')}"
    assert not [secret for secret in (SECRET, WRITTEN, "s3cr") if secret in shown]


@pytest.mark.parametrize(
    ("said", "variant"),
    [
        ('FATAL:  password authentication failed for user "pei"', "user"),
        ("FATAL:  la autentificación password falló para el usuario «pei»", "user"),
        ("fe_sendauth: no password supplied", "user"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "pei"', "user"),
        ('FATAL:  database "base" does not exist', "database"),
        ("FATAL:  no existe la base de datos «base»", "database"),
        ("Connection refused", ""),
    ],
)
def test_why_a_server_refuses_is_told_apart(said: str, variant: str) -> None:
    assert _refusal(said) == variant


def test_a_database_that_the_server_does_not_have(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEI_BASE", variable.replace("/postgres?", "/otra?"))

    assert codes(told(SOURCE)) == [("PEI337", "database")]


@pytest.fixture
def connection(variable: str) -> Iterator[PostgresConnection]:
    assert variable
    found, _, _ = database_relation(SOURCE, Limits(seconds=0.2, rows=50))
    assert isinstance(found, PostgresConnection)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT pg_sleep(5)", "PEI333"),
        ("SELECT * FROM generate_series(1, 51)", "PEI334"),
        ("CREATE TABLE otra (a int)", "PEI331"),
        ("CREATE TEMP TABLE otra (a int)", "PEI331"),
        ("DELETE FROM estadistica.egresos", "PEI331"),
        ("SELECT 1 / 0", "PEI331"),
    ],
)
def test_what_goes_too_far_is_refused_and_spoils_nothing(
    query: str, code: str, connection: PostgresConnection
) -> None:
    with pytest.raises(EngineError) as refused:
        connection.rows(query)

    assert refused.value.code == code
    assert connection.rows("SELECT COUNT(*) FROM estadistica.egresos") == [(2,)]


@pytest.mark.usefixtures("variable")
def test_the_first_of_rows_without_order_is_refused() -> None:
    connection, relation, _ = database_relation(SOURCE, Limits())
    assert connection is not None
    assert relation is not None
    last = Aggregate("last", "egresos", ColumnValue("personas"))

    with contextlib.closing(connection), pytest.raises(EngineError) as refused:
        EngineAnswers(relation, connection).outcome(last, YEAR)
    assert (refused.value.code, refused.value.variant) == ("PEI341", "frame")


def test_of_a_contract_broken_often_the_first_hundred_rows_are_told(variable: str) -> None:
    with psycopg.connect(variable, autocommit=True) as admin:
        admin.execute(b"CREATE TABLE muchas AS SELECT i AS id, -i AS n FROM generate_series(1, 250) i")
    columns = {
        "id": Column("id", ValueType.NUMBER),
        "n": Column("n", ValueType.NUMBER, minimum=Fraction(-10)),
    }
    found = told(DataSource("s", connection="PEI_BASE", table="muchas", columns=columns, keys=("id",)))

    assert codes(found) == [("PEI317", "below")] * 100 + [("PEI311", "")]
    assert found[0].cell == "id 11"
    assert found[-1].params["count"] == 140


def test_every_kind_of_address_is_opened() -> None:
    """And a database that nobody can name has no opener."""
    assert set(SCHEMES.values()) == set(OPENERS)
    assert set(SCHEMES.values()) <= set(SCHEMES)
