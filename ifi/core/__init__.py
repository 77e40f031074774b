"""Ground floor: money, years, identifiers, errors. Pure Python; no Django, no clock, no input or output."""
