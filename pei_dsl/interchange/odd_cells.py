"""The few cells for which a column is declared as one of texts, though most are something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pei_dsl.syntax.line_tokens import quoted

# So many of them are shown, each by so many letters.
_SHOWN, _LETTERS = 3, 40
# Fewer cells of a kind are a chance.
_FEWEST = 2
# More signs are words.
_MOST_SIGNS = 12


def told(
    cells: Sequence[tuple[int, str]], is_one: Callable[[str], bool], kind: str
) -> tuple[str, str] | None:
    """
    Return which cells are not `kind`, in Spanish and English, and what to declare or to mend.

    None where they are no exception: as many as the others, or more.

    Args:
        cells: The lines of the cells, and what is written in them.
        is_one: Tells whether one is what is meant.
        kind: What most of them would be declared as.
    """
    odd = [(line, text) for line, text in cells if not is_one(text)]
    good = len(cells) - len(odd)
    if good < _FEWEST or len(odd) >= good:
        return None
    different = list(dict.fromkeys(text for _, text in odd))
    spanish, english = (
        _listed(odd, different, line_word, more)
        for line_word, more in (("línea", "y {} más"), ("line", "and {} more"))
    )
    marks = "; ".join(quoted(each) for each in different[:_SHOWN])
    if len(different) <= _SHOWN and not any(letter.isdigit() for text in different for letter in text):
        do = (
            f"si dicen que no hay dato: «faltantes: {marks}», y la columna, «{kind}»",
            f"if they say that there is nothing: «faltantes: {marks}», and the column, «{kind}»",
        )
    else:
        do = (
            f"corregidas en el archivo, la columna es «{kind}»",
            f"once mended in the file, the column is «{kind}»",
        )
    return (
        f"{good} de {len(cells)} celdas son «{kind}», pero no {spanish}; {do[0]}",
        f"{good} of {len(cells)} cells are «{kind}», but not {english}; {do[1]}",
    )


def signed(cells: Sequence[tuple[int, str]], signs: Sequence[str]) -> tuple[str, str] | None:
    """
    Return that all cells are figures with one of many `signs` beside them, and how that is declared.

    None where there are more than a few of them: then they are words.
    """
    if not 1 <= len(signs) <= _MOST_SIGNS:
        return None
    line, text = next((line, text) for line, text in cells if signs[0] in text)
    do = f"«número; símbolo {', '.join(map(quoted, signs))}»"
    spanish = f"algunas con un signo al lado, como «{text[:_LETTERS]}» (línea {line}); si no la cambia"
    english = f"some with a sign beside it, as «{text[:_LETTERS]}» (line {line}); if it changes nothing"
    return f"todas las celdas tienen una cifra, {spanish}: {do}", f"all cells have a figure, {english}: {do}"


def _listed(odd: Sequence[tuple[int, str]], different: Sequence[str], line_word: str, more: str) -> str:
    """Return the first cells of each writing, with their lines, and how many writings there are beside."""
    first = {text: line for line, text in reversed(odd)}
    shown = [f"«{text[:_LETTERS]}» ({line_word} {first[text]})" for text in different[:_SHOWN]]
    left = len(different) - len(shown)
    return " ".join([", ".join(shown), *([more.format(left)] if left else [])])
