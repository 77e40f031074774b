"""What a page says."""

import re
from html import unescape


def words_of(answer):
    """The page's text, spaces of every kind made plain."""
    text = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text))
