"""Pictures, each with its finding as the title."""
