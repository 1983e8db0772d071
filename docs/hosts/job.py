"""
A scheduled job: a plan and its tests are checked, and a year is measured.

    python job.py specs/inpe-2019-2027 2024

Exits as `pei` does: 0 when all is well, 1 for mistakes in the plan or tests that do not hold, 2 for a wrong
call, 3 for mistakes in the data.  What it finds goes to the log, a line each.
"""

from __future__ import annotations

import logging
import sys

import pei_dsl

WELL, PLAN, USAGE, DATA = 0, 1, 2, 3
log = logging.getLogger("job")


def main(folder: str, period: str) -> int:
    """Return what the job exits with."""
    loaded = pei_dsl.load(folder, permissions=pei_dsl.Permissions(variables=["PEI_BASE"]))
    try:
        measured = pei_dsl.evaluate(loaded, period, reading=pei_dsl.Limits(seconds=60))
        runs = pei_dsl.run_tests(loaded)
    except pei_dsl.PlanError as error:
        tell(error.findings)
        return PLAN
    except pei_dsl.MissingExtraError as error:
        log.error("a package is missing: %s", error.command)  # noqa: TRY400  (it says all there is to say)
        return USAGE
    except pei_dsl.RequestError as error:
        log.error("%s", error)  # noqa: TRY400
        return USAGE
    if measured.diagnostics:
        tell(measured.diagnostics)
        return DATA
    broken = [run.title for run in runs if not run.holds]
    for title in broken:
        log.error("does not hold: %s", title)
    for group in measured.evaluation.groups.values():
        log.info("%s %s", group.group.code, group.color or "ND")
    return PLAN if broken else WELL


def tell(findings: tuple[pei_dsl.Diagnostic, ...]) -> None:
    """Write findings to the log."""
    for each in findings:
        log.error("%s %s: %s", each.code, each.location, each.message())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 1 + 2 else USAGE)
