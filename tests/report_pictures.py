"""
Make the pictures of the report in docs/guia: `python -m tests.report_pictures`.

The report of INPE for 2024 in Word, as LibreOffice shows it; it takes soffice, and pdftotext and pdftoppm of
poppler.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pei_dsl
from pei_dsl.renderers.word.new_file import new_file
from tests.libreoffice import LibreOffice

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "guia" / "imagenes"
PAGES = {
    "informe-semaforo": "Semaforización por nivel de avance de los OEI, 2024\n",
    "informe-evolucion": "Véase la Figura 2.",
    "informe-b7": "Formato B-7: Reporte de seguimiento, 2024\n",
}
DOTS = "55"


def main() -> None:
    """Write a picture of the first page that says each text, below the indices."""
    loaded = pei_dsl.load(ROOT / "specs" / "inpe-2019-2027")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "informe.pdf"
        pdf.write_bytes(LibreOffice(Path(folder)).saved(new_file(pei_dsl.report(loaded, 2024)), "pdf"))
        asked = [str(shutil.which("pdftotext")), str(pdf), "-"]
        text = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
        pages = text.split("\f")
        for name, said in PAGES.items():
            number = str(next(index for index, page in enumerate(pages, 1) if said in page and index > 3))
            asked = [
                str(shutil.which("pdftoppm")),
                "-png",
                "-singlefile",
                "-r",
                DOTS,
                "-f",
                number,
                "-l",
                number,
            ]
            subprocess.run([*asked, pdf, FOLDER / name], check=True)


if __name__ == "__main__":
    main()
