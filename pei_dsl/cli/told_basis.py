"""What help says of fingerprints: which files of a command have them, and why what it writes has none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pei_dsl.cli.language import Both
from pei_dsl.renderers.formats import Format, Tells, suffixes_listed
from pei_dsl.reproducing.question import SUBJECTS

WITHOUT: Mapping[str, Both] = {
    "findings": (
        "no lleva huellas: dice qué hay que corregir, y ninguna cifra",
        "has no fingerprints: it tells what to mend, and no figure",
    ),
    "tests": (
        "no lleva huellas: las pruebas del plan se corren otra vez",
        "has no fingerprints: the tests of the plan are run again",
    ),
    "message": (
        "la página de un mensaje no lleva huellas: no sale de ningún plan",
        "the page of a message has no fingerprints: it comes of no plan",
    ),
    "verification": (
        "no lleva huellas: las del resultado que comprueba están en él",
        "has no fingerprints: those of the result that it verifies stand in that",
    ),
    "import": (
        "no lleva huellas: es un plan o un registro, y sigue cambiando",
        "has no fingerprints: it is a plan or a register, which goes on changing",
    ),
}
"""Why what is written of a subject says nothing of what it rests on, and is not computed again."""


def is_answer(subjects: Iterable[str]) -> bool:
    """Tell whether a command that writes `subjects` answers a question, which can be asked again."""
    return not {*subjects}.isdisjoint(SUBJECTS.values())


def left_out(formats: Collection[Format]) -> Both:
    """Return what help says of `--sin-huellas`: which files of a command have fingerprints without it."""
    by_name = {each.suffixes: each for each in formats}.values()
    whole = [each for each in by_name if each.tells is Tells.WITHIN]
    es = [f"«pei verificar» las lee en {suffixes_listed(whole, 'y')}"]
    en = [f"“pei verificar” reads them in {suffixes_listed(whole, 'and')}"]
    short = [each for each in by_name if each.tells is Tells.AT_ITS_FOOT]
    if short:
        es.append(f"{suffixes_listed(short, 'y')}: abreviadas al pie")
        en.append(f"{suffixes_listed(short, 'and')}: in short at the foot")
    bare = [each for each in by_name if each.tells is Tells.NOTHING]
    if bare:
        es.append(f"{suffixes_listed(bare, 'y')}: ninguna, cada línea es una fila o una frase")
        en.append(f"{suffixes_listed(bare, 'and')}: none, each line is a row or a sentence")
    return (
        f"No agrega las huellas de plan y datos ({'; '.join(es)}); la primera vez toman 1 s por GB.",
        f"Leave out the fingerprints of plan and data ({'; '.join(en)}); the first time they take 1 s a GB.",
    )


def beside(subjects: Iterable[str], spanish: str, english: str) -> Both:
    """Return what help says of `-o`, and why what is written has no fingerprints, if it has none."""
    reasons = [WITHOUT[each] for each in subjects if each in WITHOUT]
    return (
        " ".join((spanish, *(f"{es[0].upper()}{es[1:]}." for es, _ in reasons))),
        " ".join((english, *(f"{en[0].upper()}{en[1:]}." for _, en in reasons))),
    )
