"""What the coalition says of copy: which checks it requires, terms to avoid, helplines."""
