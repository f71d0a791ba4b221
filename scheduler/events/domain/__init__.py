"""Pure logic of events: how they recur."""
