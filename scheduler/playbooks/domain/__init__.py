"""What a playbook says, and on which days its slots fall."""
