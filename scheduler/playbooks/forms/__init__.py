"""What people type about playbooks."""
