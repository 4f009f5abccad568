"""What PartiQL statements did."""
