"""Laws are tried on random examples; how long one takes is no finding."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
