"""The playbooks that ship, a file each."""
