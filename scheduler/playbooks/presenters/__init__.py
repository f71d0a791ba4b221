"""What pages show of playbooks, put together."""
