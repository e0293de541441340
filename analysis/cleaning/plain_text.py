"""Draft the blocks of a plain text from its lines."""

from analysis.cleaning.blank_lines import infer_blank_lines
from analysis.cleaning.blocks import Draft
from analysis.cleaning.covers import mark_cover_label
from analysis.cleaning.furniture import mark_furniture
from analysis.cleaning.headings import mark_headings
from analysis.cleaning.hyphens import count_words
from analysis.cleaning.items import mark_lost_bullets
from analysis.cleaning.joining import join_lines
from analysis.cleaning.letter_spacing import mend_letter_spacing
from analysis.cleaning.lines import cut_lines, measure
from analysis.cleaning.notes import find_notes
from analysis.cleaning.pull_quotes import mark_set_quotes
from analysis.cleaning.raised_numbers import join_raised_numbers


def draft_text(text: str, known: str = "") -> Draft:
    """Return the blocks of a plain text; `known` are words that its title page is known to hold."""
    lines, breaks = join_raised_numbers(cut_lines(text), text)
    infer_blank_lines(lines)
    mark_furniture(lines)
    markers = find_notes(text, lines)
    words, compounds = count_words(text)
    spacing = mend_letter_spacing(lines, words, compounds, known)
    layout = measure(lines)
    removed = [line for line in lines if line.role == "removed"]
    lines = [line for line in lines if line.role != "removed"]
    mark_cover_label(lines, layout)
    mark_headings(lines, layout)
    mark_lost_bullets(lines, layout)
    mark_set_quotes(lines, layout)
    return Draft(join_lines(lines, layout), removed, markers, [*breaks, *spacing])
