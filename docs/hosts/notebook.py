"""A notebook: cells divided by `# %%`, as Jupyter and editors open them."""

# %% The plan, and whether it is sound
from __future__ import annotations

import pei_dsl

loaded = pei_dsl.load("specs/inpe-2019-2027")
assert not loaded.errors

# %% A year: the last line of a cell shows as a table
measured = pei_dsl.evaluate(loaded, 2024)
measured  # noqa: B018  (what a notebook shows)

# %% As a frame: the red ones, farthest first
frame = measured.evaluation.to_pandas()
red = frame[frame["color"] == "rojo"].sort_values("alcance")
red[["código", "título", "alcance"]]

# %% Several years in one frame
evaluations, _ = pei_dsl.evaluate_many(loaded, [2023, 2024])
years = {str(each.period): each.to_pandas().set_index("código")["alcance"] for each in evaluations}

# %% Why a figure is what it is
print(pei_dsl.render(pei_dsl.explain(loaded, "IND.02.OEI.01", 2024)))  # noqa: T201
