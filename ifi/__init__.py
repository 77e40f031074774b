"""Innovation for Industry: duties of subsoil users to finance research, and cooperation in innovation."""
