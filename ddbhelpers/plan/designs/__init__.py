"""One design beside another, and the way there."""
