"""Pure rules of the pages: how days are laid out."""
