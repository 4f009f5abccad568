"""Tables of what the other rooms found."""
