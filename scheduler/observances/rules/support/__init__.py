"""What the rule types share: reading of parameters, messages, words for days and months."""
