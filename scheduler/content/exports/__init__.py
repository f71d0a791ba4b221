"""Copy as a file for people outside: editors of newspapers, journalists, partners."""
