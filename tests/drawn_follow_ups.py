"""What plans declare beside figures, drawn: activities, evidence, factors, recommendations, commitments."""

from __future__ import annotations

import re

from hypothesis import strategies as st

# Titles with what formats give a meaning of their own.
_TITLES = st.text(st.sampled_from("aÑ é1%&<>*_|#$\\`[]{}~^=-+@"), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text and "  " not in text
)
_AMOUNTS = st.sampled_from(["0", "7", "1,204", "12.5", "ND"])


@st.composite
def follow_ups(draw: st.DrawFn, plan: str) -> str:
    """Return declarations about the actions and indicators that the text `plan` has, in 2024 and before it."""
    lines = plan.splitlines()
    actions = [line.split()[1] for line in lines if line.startswith("acción ")]
    texts = _TITLES
    several = st.integers(0, 3)
    made = [
        f'factor factor_{number} "{draw(texts)}"\n  efecto: {draw(st.sampled_from(["favorece", "dificulta"]))}\n'
        f'  en: OEI.01\n  dice: "{draw(texts)}"\n  periodo: 2024\n'
        for number in range(draw(several))
    ]
    made += [
        f'actividad tarea_{number} "{draw(texts)}"\n  acción: {draw(st.sampled_from(actions))}\n'
        f"  unidad: número\n  programado:\n    2024: {draw(_AMOUNTS)}\n"
        f"  ejecutado:\n    2024: {draw(_AMOUNTS)}\n"
        for number in range(draw(several) if actions else 0)
    ]
    made += [
        f'evidencia acta_{number} "{draw(texts)}"\n  de: {code}\n  periodo: 2024\n'
        f"  sustenta: {draw(st.integers(0, 9))}{sign}\n"
        for number, (code, sign) in enumerate(_signed(plan))
        if draw(st.booleans())
    ]
    made += [
        f'recomendación REC.{draw(st.sampled_from(["2023", "2024"]))}.{number:02} "{draw(texts)}"\n  para: OEI.01\n'
        for number in range(1, draw(several) + 1)
    ]
    made += [
        f'compromiso COM.{number:02} "{draw(texts)}"\n  responsable: "{draw(texts)}"\n'
        f'  plazo: 2024-S2\n  medio: "{draw(texts)}"\n'
        for number in range(1, draw(several) + 1)
    ]
    return "\n".join(made)


def _signed(plan: str) -> list[tuple[str, str]]:
    """Return the indicators of a plan, each with the sign that figures of its unit need."""
    found = re.findall(r"^indicador (\S+).*\n\s+unidad: +(.*)$", plan, re.MULTILINE)
    return [(code, "%" if unit in {"porcentaje", "tasa de variación"} else "") for code, unit in found]
