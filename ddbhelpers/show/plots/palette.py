"""The colours: what blue, orange, vermillion and grey mean, and the entities' tints.

Blue, orange and vermillion are Okabe and Ito's, told apart by most colour-blind
readers. Colour never speaks alone: labels and hatches say the same.
"""

READS = "#0072B2"
WRITES = "#E69F00"
OVER = "#D55E00"
REST = "#767676"
INK = "#222222"
HATCHES = ("////", "\\\\\\\\", "....", "----", "||||")  # one for each index

# One for each entity, in the model's order. They are laid thinly over the theme's own
# background, so the theme's own text stays readable, light or dark.
TINTS = (
    (0, 158, 115),  # bluish green
    (204, 121, 167),  # reddish purple
    (86, 180, 233),  # sky blue
    (240, 190, 40),  # yellow
    (140, 110, 220),  # violet
    (150, 120, 80),  # brown
)
GREY = (128, 128, 128)


def tint(place: int | None, opacity: float = 1.0) -> str:
    """Give an entity's colour as CSS, by its place in the model; None is no entity.

    >>> tint(0, 0.15), tint(None)
    ('rgba(0,158,115,0.15)', 'rgba(128,128,128,1)')
    """
    red, green, blue = GREY if place is None else TINTS[place % len(TINTS)]
    return f"rgba({red},{green},{blue},{opacity:g})"
