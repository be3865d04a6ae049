"""Other words for the same sort of thing: what makes a remark another remark, not a copy."""

from __future__ import annotations

import re

CIRCLES = (
    ("north", "east", "south", "west"),
    ("left", "right"),
    ("red", "green", "blue", "grey", "yellow", "brown"),
    ("old", "new", "small", "large"),
    ("morning", "noon", "afternoon", "evening"),
    ("day", "week", "month", "year"),
    ("stone", "brick", "timber", "iron"),
    ("man", "woman", "child"),
    ("mother", "father", "sister", "brother", "aunt", "uncle"),
    ("door", "window", "gate", "roof"),
    ("first", "second", "third", "fourth", "fifth", "last"),
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    ("half", "quarter", "third"),
    ("before", "after"),
    ("above", "below"),
    ("high", "low"),
    ("early", "late"),
    ("open", "closed"),
    ("warm", "cold", "wet", "dry"),
    ("wind", "rain", "fog", "snow"),
    ("bread", "soup", "tea", "coffee", "cake"),
    ("book", "letter", "list", "note"),
    ("street", "lane", "square", "bridge"),
    ("river", "harbour", "field", "hill"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
)
_CIRCLE_OF = {word: circle for circle in reversed(CIRCLES) for word in circle}
_TOKEN = re.compile(r"(?<![\w.,:#@/-])(?:[A-Za-z]+|\d{1,4})(?![\w@/-]|[.,:]\d)")


def another_text(text: str, number: int) -> str:
    """The text with the words of the circles turned on by `number` places, and so much added to its plain whole numbers."""

    def other(found: re.Match[str]) -> str:
        word = found.group()
        if word.isdigit():
            return str(int(word) + number).zfill(len(word))
        circle = _CIRCLE_OF.get(word.lower())
        if circle is None:
            return word
        turned = circle[(circle.index(word.lower()) + number) % len(circle)]
        return turned.upper() if word.isupper() and len(word) > 1 else turned.capitalize() if word[0].isupper() else turned

    return _TOKEN.sub(other, text)


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa: what tells the counterparts of an identifier apart."""
    text = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        text = chr(ord("a") + place) + text
    return text
