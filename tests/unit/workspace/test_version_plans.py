"""Versions in folders of their own are read where the caller allows it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pei_dsl
from pei_dsl.workspace.version_plans import Access, version_plans

PLAN = 'plan "PEI"\n  periodo: 2024\nobjetivo OEI.01 "Albergue"\n'


def plan(root: Path, folder: str) -> pei_dsl.Loaded:
    own = root / "nuevo"
    own.mkdir(parents=True, exist_ok=True)
    (own / "plan.pei").write_text(f'{PLAN}versión otra "Otra"\n  carpeta: "{folder}"\n', "utf-8")
    return pei_dsl.load(own)


def other(root: Path, text: str = PLAN) -> Path:
    folder = root / "viejo"
    folder.mkdir(exist_ok=True)
    (folder / "plan.pei").write_text(text, "utf-8")
    return folder


def test_a_folder_outside_is_read_only_if_the_caller_allows_it(tmp_path: Path) -> None:
    folder = other(tmp_path)
    loaded = plan(tmp_path, "../viejo")

    (refused,), (read,) = version_plans(loaded), version_plans(loaded, [folder])

    assert (refused.access, refused.loaded) == (Access.OUTSIDE, None)
    assert read.access is Access.READ
    assert read.loaded is not None
    assert [*read.loaded.plan.groups] == ["OEI.01"]


def test_a_root_above_it_allows_it_too_and_one_beside_does_not(tmp_path: Path) -> None:
    other(tmp_path)
    (tmp_path / "ajeno").mkdir()
    loaded = plan(tmp_path, "../viejo")

    assert version_plans(loaded, [tmp_path])[0].access is Access.READ
    assert version_plans(loaded, [tmp_path / "ajeno"])[0].access is Access.OUTSIDE


def test_a_link_leads_to_no_other_folder(tmp_path: Path) -> None:
    folder = other(tmp_path)
    loaded = plan(tmp_path, "enlace")
    (tmp_path / "nuevo" / "enlace").symlink_to(folder)

    assert version_plans(loaded)[0].access is Access.OUTSIDE


def test_one_that_is_not_there_and_one_with_errors_are_told_apart(tmp_path: Path) -> None:
    loaded = plan(tmp_path, "../viejo")
    assert version_plans(loaded, [tmp_path])[0].access is Access.MISSING

    other(tmp_path, 'plan "PEI"\nindicador IND.01.OEI.01 "Suelto"\n')
    assert version_plans(loaded, [tmp_path])[0].access is Access.BROKEN


def test_a_text_of_a_host_reads_no_folder(tmp_path: Path) -> None:
    folder = other(tmp_path)
    text = f'{PLAN}versión otra "Otra"\n  carpeta: "{folder}"\n'

    assert version_plans(pei_dsl.load_text(text), [tmp_path]) == ()
    refused = pei_dsl.load_text(text, root=tmp_path / "nuevo", permissions=pei_dsl.Permissions(folder=False))
    assert version_plans(refused)[0].access is Access.OUTSIDE
