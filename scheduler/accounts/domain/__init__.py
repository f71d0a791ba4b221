"""What roles, addresses, passwords and lock-outs mean, without any machinery."""
