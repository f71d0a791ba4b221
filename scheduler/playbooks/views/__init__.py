"""Pages of playbooks."""
