"""What roles, standing, addresses, passwords and lock-outs mean, without any machinery."""
