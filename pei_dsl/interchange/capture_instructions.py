"""The sheet of a capture template that tells whoever fills it what is asked."""

from __future__ import annotations

from pei_dsl.interchange.page import A4, LINE, Page

INSTRUCTIONS = "Instrucciones"
# What each kind of cell means, with the style that shows it; "" for a line without one.
_STEPS = (
    (
        "asked",
        "En amarillo: lo que se pide. Escriba la cifra, o ND si no la hay; no un guion ni un texto.",
    ),
    (
        "open",
        "En blanco: lo que ya se registró, que se puede rectificar, y los textos que faltan.",
    ),
    (
        "locked",
        "En gris: no se llena. Códigos y fórmulas vienen del plan; los alcances se calculan solos.",
    ),
    (
        "computed",
        "En gris, bajo «Valor obtenido»: lo calcula el plan con sus datos; no se escribe a mano.",
    ),
    ("", "Los decimales van con punto y los miles con coma: 1,234.5. Un porcentaje lleva su signo: 56%."),
    (
        "",
        "Una cifra no lleva nada más: ni «S/», ni «*», ni «personas». Lo demás va en un comentario.",
    ),
    (
        "",
        "En «Captura» no agregue, borre ni ordene filas, ni cambie códigos: con ellos vuelve cada fila.",
    ),
    ("", "Guarde el libro como .xlsx y devuélvalo a quien se lo envió, que lo lee con «pei importar»."),
)


def add_instructions(page: Page) -> None:
    """Add a sheet that tells whoever fills the template what is asked of them."""
    sheet = page.book.add_worksheet(INSTRUCTIONS)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 92)
    sheet.write_string(0, 0, "Cómo se llena este libro", page.format("label", font_size=14))
    for row, (style, text) in enumerate(_STEPS, 2):
        sheet.write_blank(row, 0, None, page.format(style, border=1) if style else page.format("plain"))
        sheet.write_string(row, 1, text, page.format("plain", text_wrap=True))
        sheet.set_row(row, LINE * (1 + len(text) // 95) + 5)
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("")
