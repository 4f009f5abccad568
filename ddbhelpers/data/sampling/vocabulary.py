"""Words for samples: sentences that look like messages, and names from everywhere."""

from functools import cache

from ddbhelpers.data.sampling.chance import Chance


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


THINGS = _words(
    "kettle ladder blanket bicycle parcel lamp radio umbrella drill camera notebook "
    "map suitcase guitar teapot hammer scarf tent toaster puzzle basket mirror ticket "
    "recipe rope bucket clock jacket candle letter spade vase wheel bell hat"
)
PLACES = _words(
    "station library market bakery harbour garden workshop school bridge museum "
    "kitchen office park cinema café river church pool cellar attic"
)
DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

SENTENCES = """
Yes.
No.
Maybe.
Thanks!
Done.
Later.
Really?
Exactly.
Agreed.
Why?
Soon.
Noted.
👍
🙂
On it.
Sounds good.
Not yet.
Good idea.
Me too.
Which {thing}?
This {day}?
Well done!
Nice {thing}!
Almost there.
Of course.
Sleep well.
Call me back.
Is it {day}?
I found it.
Just got home.
Bring the {thing}.
Where are you?
Not my {thing}.
I'd like that.
Leave it there.
Thanks for yesterday.
Closed on {day}.
Ten minutes late.
I left the {thing}.
Did you see it?
See you on {day}.
The {thing} is here.
Who has the {thing}?
Meet at the {place}?
It rained all day.
I can do {day}.
Tell me about it.
It fits, just barely.
The {place} is closed.
Give her my best.
Can you bring the {thing}?
I'll be at the {place}.
The {thing} is broken again.
Is {day} still all right?
My train leaves at six.
We need a second {thing}.
I forgot the {thing} again.
There is soup for two.
Let's walk to the {place}.
Nobody told me about {day}.
How was the trip, then?
Could you water my plants {day}?
I met Zoë at the {place}.
The {thing} arrived a day early.
Shall I book two or three?
It was cheaper than I thought.
Please don't forget the small {thing}.
We are having lunch without you.
The neighbours complained about the {thing}.
Your {thing} is still at the {place}.
I can pick you up from there.
Nobody at the {place} knew the price.
On {day} I have the whole evening.
My sister wants to borrow the {thing}.
The lights went out during the film.
Do you still have the old {thing}?
It is under the table, as always.
I sat down and fell asleep at once.
They moved the meeting from {day} to {day}.
If it rains we can meet inside instead.
There was a long queue at the {place}.
I sent you the photos, did they come?
Somebody left a {thing} in front of our door.
The man from the {place} called about the {thing}.
I would rather stay at home and read tonight.
We walked past the {place} and thought of you.
Could we make it {day} instead, around half past seven?
I have looked everywhere and the {thing} is simply gone.
The children built a {thing} out of boxes and string.
It took an hour, but now the {thing} works again.
You were right about the {place}, it really is lovely.
I'm at the {place} and the {thing} is not here, sorry.
""".strip().splitlines()
LONGEST = 11  # words in a sentence

GIVEN = _words(
    "Amara Ana Björn Chidi Chloé Daria Dilan Elif Emeka Esra Farah Femi Freya Giulia "
    "Hana Hugo Ifeoma Ilse Imani Ines Jakub Jin Jonas José Kaito Keiko Lena Linh Luca "
    "Łukasz Maja Malik Mara Mateo Mei Mila Minh Nadia Naoko Nia Nils Noor Olena Omar "
    "Paula Pedro Priya Rania Ravi Rosa Ryo Samir Sanna Santiago Siobhán Sofía Sunita "
    "Tariq Teo Tove Uma Viktor Wanjiru Yara Yusuf Zoë Zofia"
)
FAMILY = _words(
    "Abebe Achebe Almeida Andersson Bakker Banerjee Bauer Benali Bianchi Castro Chen "
    "Costa Demir Diallo Díaz Dubois Eriksen Farouk Ferrari Fischer García Haddad "
    "Hansen Horvat Ito Ivanova Jensen Johansson Kamau Kaplan Khan Kovács Kowalska "
    "Kruger Larsen Lindqvist Mahlangu Mbeki Moreau Mori Müller Nakamura Ndiaye Nguyễn "
    "Novák Nowak Okafor Okonkwo Olsen Park Patel Pereira Popescu Quispe Rahman Rossi "
    "Sato Schmidt Şahin Silva Singh Tanaka Torres Tran Vargas Virtanen Walsh Weber "
    "Yamada Öztürk Zhang"
)
ASCII = str.maketrans("áäçéëíóöôüúłşıøåñěčřžýõễ", "aaceeiooouulsioanecrzyoe")


@cache
def _by_length() -> dict[int, tuple[tuple[str, ...], ...]]:
    """Group the sentences by words, each with all that may stand in it."""
    found: dict[int, list[tuple[str, ...]]] = {}
    for sentence in SENTENCES:
        filled = [sentence]
        for slot, words in (("{thing}", THINGS), ("{place}", PLACES), ("{day}", DAYS)):
            while slot in filled[0]:
                filled = [
                    text.replace(slot, word, 1) for text in filled for word in words
                ]
        found.setdefault(len(sentence.split()), []).append(tuple(filled))
    return {length: tuple(alike) for length, alike in found.items()}


def text(chance: Chance, least: int, most: int) -> str:
    """Write sentences of ``least`` to ``most`` words together, fewer more often."""
    sentences = _by_length()
    draw = chance.random
    left = least + chance.small(most - least)
    written = []
    while left > 0:
        length = 2 + int(draw() * (LONGEST - 1))
        length = left if left < length else length
        alike = sentences[length]
        filled = alike[int(draw() * len(alike))]
        written.append(filled[int(draw() * len(filled))])
        left -= length
    return " ".join(written)


def label(chance: Chance, least: int, most: int) -> str:
    """Write some words that are no sentence, such as a title."""
    words = [chance.one_of(THINGS) for _ in range(least + chance.small(most - least))]
    return " ".join(words)


def person(chance: Chance) -> str:
    """Make up a person's name."""
    return f"{chance.one_of(GIVEN)} {chance.one_of(FAMILY)}"


def handle(chance: Chance, name: str, taken: set[str]) -> str:
    """Shorten a name to a handle that is not taken: ASCII, lower case.

    >>> handle(Chance(1), "Zoë Kovács", {"zoe.kovacs", "zoekovacs", "zkovacs"})[:3]
    'zoe'
    """
    first, _, last = name.lower().translate(ASCII).partition(" ")
    ways = [f"{first}.{last}", f"{first}{last}", f"{first[0]}{last}"]
    start = chance.below(len(ways))
    for way in ways[start:] + ways[:start]:
        if way not in taken:
            return way
    number = 2
    while f"{first}{last}{number}" in taken:
        number += 1 + chance.below(9)
    return f"{first}{last}{number}"


def cut(text: str, limit: int) -> str:
    """Shorten a text to so many UTF-8 bytes, at the end of a word if it can be.

    >>> cut("See you at the café", 18), cut("café", 4)
    ('See you at the', 'caf')
    """
    if 4 * len(text) <= limit:  # no character takes more
        return text
    octets = text.encode()
    if len(octets) <= limit:
        return text
    whole = octets[:limit].decode(errors="ignore")
    if octets[limit:].decode(errors="ignore").startswith(" "):
        return whole.rstrip()
    return whole.rpartition(" ")[0].rstrip() or whole
