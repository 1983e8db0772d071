"""What a resolved plan must hold to: what formulas count and add up, goals within years, no circles."""
