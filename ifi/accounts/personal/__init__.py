"""A person's own data: taken out by them, and erased (Personal Data Law 94-V; docs/security/personal-data.yaml)."""
