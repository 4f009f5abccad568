"""Laws are tried on random examples; how long one takes is no finding."""
