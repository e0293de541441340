"""Decode text files: find their encoding, and list what is strange about their characters."""

import re

from charset_normalizer import from_bytes

from analysis.readers.document import Document, Problem, ReadError

_BOMS = {
    b"\xef\xbb\xbf": "utf-8", b"\xff\xfe\x00\x00": "utf-32-le", b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be",
}  # fmt: skip
# Encodings of Western and Central European text; a guess outside of them has always been wrong (IBM pages, above all).
_GUESSES = ["cp1252", "cp1250", "cp1253", "cp1257", "iso8859_15"]
_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]+")
_MOJIBAKE = re.compile("â€[™œ\x9d“”˜¦]|Ã[\x80-\xbf©¨¤¶¼Ÿ]")


def decode(data: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """Return the text of bytes, the encoding that gave it, and whether that was a guess.

    The order: byte order mark, the zero bytes of UTF-16 and UTF-32, strict UTF-8, the encoding named, UTF-8 with a few
    damaged bytes (each becomes U+FFFD), a guess.

    >>> decode("Überblick".encode("cp1252"))[0]
    'Überblick'
    """
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff"), name, False
    zeros = _zero_pattern(data[:4000])
    if zeros:
        return data.decode(zeros, errors="replace"), zeros, False
    for name in ("utf-8", encoding):
        try:
            return data.decode(name), name, False
        except (LookupError, UnicodeError):  # no such encoding, none for text, or not the one of these bytes
            pass
    mended = data.decode("utf-8", errors="replace")
    damaged = mended.count("\ufffd")
    whole = sum(map(len, _NOT_ASCII.findall(mended)))
    if damaged * 4 <= whole or (damaged == 1 and data[-4:].decode("utf-8", errors="replace").endswith("\ufffd")):
        return mended, "utf-8", False
    best = from_bytes(data[:200_000], cp_isolation=_GUESSES).best()
    same = best.could_be_from_charset if best else _GUESSES  # those that give the same text
    name = next((guess for guess in _GUESSES if guess in same), "cp1252")  # the most usual of them
    return data.decode(name, errors="replace"), name, True


def _zero_pattern(data: bytes) -> str:
    """Return the name of the wide encoding whose zero bytes the data show, or nothing."""
    if len(data) < 8:
        return ""
    zero = [data[at : len(data) - len(data) % 4 : 4].count(0) * 4 > 0.6 * (len(data) - 3) for at in range(4)]
    if zero[0] and zero[1]:
        return "utf-32-be"
    if zero[2] and zero[3]:
        return "utf-32-le"
    if zero[0] or zero[2]:
        return "utf-16-be"
    return "utf-16-le" if zero[1] or zero[3] else ""


def read_text(data: bytes, name: str, encoding: str) -> Document:
    """Decode a text file; list what is strange about its characters."""
    text, used, guessed = decode(data, encoding)
    control = sum(text.count(chr(c)) for c in (*range(9), *range(14, 32), 127))
    strange = control + text.count("\ufffd")
    if strange > 0.02 * len(text):
        message = f"{name} is not text: {strange} of its {len(text)} characters cannot be shown."
        raise ReadError("E-BINARY", message, "Save the report as plain text or PDF.")
    problems: list[Problem] = []
    if guessed:
        expected = f"UTF-8 and not {encoding}" if encoding else "UTF-8"
        words = ", ".join(f'"{w}"' for w in re.findall(r"\w*[^\x00-\x7f\W]\w*", text)[:3]) or "no special letters"
        message = f"{name} is not {expected}; read as {used}, which gives {words}."
        fix = "If that is wrong, name the encoding in the column encoding of reports.csv, or save the file as UTF-8."
        problems.append(("W-ENCODING", message, fix))
    if damaged := [m.start() for m in re.finditer("\ufffd", text)]:
        lines = sorted({text.count("\n", 0, at) + 1 for at in damaged[:5]})
        where = ", ".join(map(str, lines)) + (" ..." if len(damaged) > 5 else "")
        message = f"{name}: {len(damaged)} characters could not be decoded (line {where}); U+FFFD stands for them."
        problems.append(("W-ENCODING", message, "Correct them in the file if the words matter."))
    if control:
        message = f"{name} holds {control} control characters."
        problems.append(("W-CONTROL", message, "They are left out of the clean text."))
    if broken := len(_MOJIBAKE.findall(text)):
        message = f"{name} holds {broken} letters that were decoded wrongly once, such as â€™."
        problems.append(("W-MOJIBAKE", message, "Extract the text again as UTF-8."))
    feeds = [m.end() for m in re.finditer("\f", text)]
    return Document(text, (0, *feeds) if feeds else (), used, problems)
