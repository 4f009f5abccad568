"""What the patterns of a model ask of its tables and indexes."""
