"""A month in dollars, in every mode."""
