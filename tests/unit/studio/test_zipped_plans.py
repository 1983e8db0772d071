"""A plan as a zip: what is unpacked is the folder, and the same plan gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pei_dsl.studio.zipped_plans import zipped_folder

FILES = {
    "plan.pei": 'plan "PEI"\n',
    "datos/población.csv": "año,personas\n2024,7\n",
    "datos/b/x.xlsx": "\0\1",
}


def test_what_is_unpacked_is_the_folder(tmp_path: Path) -> None:
    """With its subfolders, without what programs keep there, in a folder of its name."""
    folder = tmp_path / "Mi plan"
    for name, text in {**FILES, ".pei/borrador.pei": "x", "datos/.oculto": "x"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    made = zipped_folder(str(folder))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path / "otra")
    found = {
        each.relative_to(tmp_path / "otra").as_posix(): each.read_bytes().decode()
        for each in (tmp_path / "otra").rglob("*")
        if each.is_file()
    }
    assert found == {f"Mi plan/{name}": text for name, text in FILES.items()}
    (folder / "plan.pei").touch()
    assert zipped_folder(str(folder)) == made
