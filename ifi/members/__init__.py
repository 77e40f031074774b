"""People of organisations: joining, memberships, roles in them, delegation, and for which organisation one acts."""
