"""Where content is published: one file per channel, with that channel's own limits and counting."""
