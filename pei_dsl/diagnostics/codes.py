"""The diagnostic codes as a type, so that a misspelt one fails the type check: those that have a page."""

from __future__ import annotations

from typing import Literal, TypeAlias

# fmt: off
DiagnosticCode: TypeAlias = Literal[
    "PEI101", "PEI102", "PEI103", "PEI104", "PEI105", "PEI106", "PEI107", "PEI108", "PEI109", "PEI110",
    "PEI111", "PEI112", "PEI113", "PEI114", "PEI115", "PEI116", "PEI117", "PEI118", "PEI119", "PEI120",
    "PEI121", "PEI122", "PEI123", "PEI124", "PEI140",
    "PEI201", "PEI202", "PEI203", "PEI204", "PEI205", "PEI206", "PEI207", "PEI208", "PEI209", "PEI210",
    "PEI211", "PEI212", "PEI213", "PEI214", "PEI215", "PEI216", "PEI217", "PEI218", "PEI219", "PEI220",
    "PEI221", "PEI222", "PEI223", "PEI224", "PEI225",
    "PEI301", "PEI302", "PEI303", "PEI304", "PEI305", "PEI306", "PEI307", "PEI308", "PEI309", "PEI310",
    "PEI311", "PEI312", "PEI313", "PEI314", "PEI315", "PEI316", "PEI317", "PEI318", "PEI319", "PEI320",
    "PEI321", "PEI331", "PEI332", "PEI333", "PEI334", "PEI335", "PEI336", "PEI337", "PEI338", "PEI339",
    "PEI340", "PEI341", "PEI342", "PEI350", "PEI351", "PEI352", "PEI353", "PEI354", "PEI355", "PEI356",
    "PEI357", "PEI358", "PEI359", "PEI360", "PEI361", "PEI362", "PEI363", "PEI364",
    "PEI401", "PEI402", "PEI403", "PEI410", "PEI411", "PEI412", "PEI413", "PEI414", "PEI415", "PEI416",
    "PEI417", "PEI418", "PEI419", "PEI420", "PEI421", "PEI422", "PEI423", "PEI424", "PEI425", "PEI426",
    "PEI427", "PEI428", "PEI429", "PEI430", "PEI431", "PEI432", "PEI433", "PEI434", "PEI435", "PEI436",
    "PEI437", "PEI438", "PEI439", "PEI440", "PEI441", "PEI442", "PEI443",
    "PEI501", "PEI502", "PEI510", "PEI511", "PEI512", "PEI513", "PEI514", "PEI515", "PEI516", "PEI517",
    "PEI518", "PEI519",
    "PEI901",
]
# fmt: on
