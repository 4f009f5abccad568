from hypothesis import settings

# A busy machine is slow; nothing here is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
