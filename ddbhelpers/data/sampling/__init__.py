"""How samples are made: chance, time, words, things, and the values of items."""
