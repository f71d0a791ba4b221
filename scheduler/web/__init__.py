"""What every page needs and no feature owns: errors, headers, assets, forms, text in the reader's language."""
