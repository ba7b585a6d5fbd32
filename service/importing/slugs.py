"""Owns how a name becomes a slug: the same name the same slug, everywhere and for ever."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_NO_DECOMPOSITION = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_LONGEST = 120
_CACHED = 100_000


@lru_cache(_CACHED)
def slug_of(name: str) -> str:
    """Return the slug of a name: lower case, without accents, everything but letters and digits a hyphen.

    Names that differ in no more than that share a slug. One that loses letters, being in another script or too long,
    ends in a digest of the whole name.
    """
    folded = unicodedata.normalize("NFKD", name.lower().translate(_NO_DECOMPOSITION))
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    loses_letters = any(character.isalnum() and not character.isascii() for character in plain)
    if slug and not loses_letters and len(slug) <= _LONGEST:
        return slug
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return "-".join(filter(None, [slug[:_LONGEST].strip("-"), digest]))
