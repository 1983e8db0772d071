"""`python -m pei_dsl` is `pei`."""

from __future__ import annotations

from pei_dsl.cli import main

if __name__ == "__main__":
    main()
