"""Web pages: the text apart from the site, notes in every mark-up, metadata, and pages made to do harm."""

from itertools import pairwise

import pytest

from analysis import readers
from analysis.cleaning import MAIN, clean
from analysis.readers.html import read_html

PROSE = "The ministers met in Brussels and agreed on the aims of the Union for the years to come, and on the means. "


def blocks(body, head=""):
    return clean(read_html(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")).blocks


def texts(body, *kinds):
    return [block.text for block in blocks(body) if block.kind in kinds]


def test_the_raw_text_is_what_the_page_shows_and_the_ledger_covers_it():
    page = f"<p>One &amp; two</p><script>x()</script><style>p {{}}</style><p hidden>No</p><ul><li>{PROSE}</ul>"
    document = read_html(page)
    assert document.text.split() == ["One", "&", "two", "•", *PROSE.split()]
    ledger = clean(document).ledger
    assert [row[:2] for row in ledger[:1]] == [(0, ledger[0][1])]
    assert all(a[1] == b[0] for a, b in pairwise(ledger))
    assert ledger[-1][1] == len(document.text)


@pytest.mark.parametrize(
    "site",
    [
        "<nav><a href=/>Home</a> <a href=/about>About</a></nav>",
        "<footer><p>All rights reserved by the institute.</p></footer>",
        '<div class="main-menu"><ul><li><a href=/>Home</a></ul></div>',
        '<div id="cookie-banner"><p>We use cookies to improve your visit to this page.</p></div>',
        '<div role="complementary"><p>Related: another paper on the same thing.</p></div>',
    ],
)
def test_what_belongs_to_the_site_is_no_main_text(site):
    assert texts(f"{site}<h1>A plan</h1><p>{PROSE}</p><p>{PROSE}</p>", *MAIN) == [PROSE.strip()] * 2


def test_a_year_that_leads_to_the_references_stays_in_the_text():
    """As Quarto, pandoc and LaTeXML write citations: "Otto (2024)", with a link on the year alone."""
    page = """<html><body><h1>On missions</h1><p>The data of Otto (<a href="#ref-otto" role="doc-biblioref">2024</a>)
    name what missions do.<sup><a href="#fn1">1</a></sup></p><h1>References</h1>
    <div id="ref-otto">Otto, S. (2024), Dataset of activities, Harvard.</div>
    <section><ol><li id="fn1"><p>In eleven missions.</p></li></ol></section></body></html>"""
    blocks = clean(read_html(page)).blocks
    text = next(block for block in blocks if "name what missions do" in block.text)
    assert text.text == "The data of Otto (2024) name what missions do."
    assert text.notes == (1,)
    assert [block.note for block in blocks if block.kind == "footnote"] == [1]


@pytest.mark.parametrize("words", ["**", "#", "<b></b>", "_ _"])
def test_a_heading_without_words_does_no_harm(words):
    assert texts(f"<h1>A plan</h1><p>{PROSE}</p><h2>{words}</h2><p>{PROSE}</p>", "paragraph") == [PROSE.strip()] * 2


def test_a_class_name_does_not_take_the_text_away():
    page = f'<div class="wrapper sidebar-left has-menu"><h1>A plan</h1><p>{PROSE}</p><p>{PROSE}</p></div>'
    assert texts(page, *MAIN) == [PROSE.strip()] * 2


CITED = "<h1>A plan</h1><h2>Aims</h2><p>It began in 2008.{cite} It ended in 2015.</p><p>" + PROSE + "</p>{note}"


@pytest.mark.parametrize(
    ("cite", "note"),
    [
        ('<sup><a href="#n1" id="r1">1</a></sup>', '<div id="n1"><p><a href="#r1">1</a> See the act.</p></div>'),
        (
            '<a href="#fn1" class="footnote-ref">[1]</a>',
            '<ol><li id="fn1"><p>See the act. <a href="#r">↩</a></p></li></ol>',
        ),
        (
            '<a id="ntc1" href="#ntr1">(<span class="super">1</span>)</a>',
            '<p><a id="ntr1" href="#ntc1">(1)</a> See the act.</p>',
        ),
        ("<sup>1</sup>", "<h2>Notes</h2><p><sup>1</sup> See the act.</p>"),
        ("[1]", "<h3>Endnotes</h3><p>[1] See the act.</p>"),
        ('<sup id="c1"><a href="#c">[1]</a></sup>', '<ol><li id="c"><a href="#c1">^</a> See the act.</li></ol>'),
        ('<sup><a href="#e1">i</a></sup>', '<p><a id="e1" href="#x"><sup>i</sup></a> See the act.</p>'),
        ('<sup><a href="#t1">1</a></sup>', '<table><tr id="t1"><td>1.</td><td>See the act.</td></tr></table>'),
    ],
)
def test_a_note_is_found_however_it_is_marked_up(cite, note):
    found = blocks(CITED.format(cite=cite, note=note))
    assert [(b.text, b.note) for b in found if b.kind == "footnote"] == [("See the act.", 1)]
    first = next(b for b in found if b.kind in ("paragraph", "front"))
    assert (first.text, first.notes) == ("It began in 2008. It ended in 2015.", (1,))


@pytest.mark.parametrize(
    "text", ["5km<sup>2</sup> or 5 km<sup>2</sup> of land", "the 119<sup>th</sup> Congress", "section [a] of it"]
)
def test_a_raised_sign_that_is_no_note_stays(text):
    page = blocks(f"<h1>A plan</h1><p>{PROSE}{text}.</p>")
    assert not any(block.notes for block in page)
    assert any(block.text.endswith(text.replace("<sup>", "").replace("</sup>", "") + ".") for block in page)


def test_headings_lists_tables_and_captions_keep_their_kind():
    page = (
        f"<h1>A plan</h1><h2>Aims</h2><p>{PROSE}</p><ol start=3><li>Peace<li>Order</ol><h4>Means</h4><p>{PROSE}</p>"
        "<table><tr><th>Year<th>Ships<tr><td>2012<td>5</table><p>Source: the navy</p><blockquote><p>So be it.</p></blockquote>"
    )
    found = [(b.kind, b.level, b.marker) for b in blocks(page)]
    assert found == [
        ("title", None, ""),
        ("heading", 1, ""),
        ("paragraph", None, ""),
        ("list_item", 1, "3."),
        ("list_item", 1, "4."),
        ("heading", 2, ""),
        ("paragraph", None, ""),
        ("boilerplate", None, ""),
        ("boilerplate", None, ""),
        ("caption", None, ""),
        ("paragraph", None, ""),
    ]


def test_a_table_that_lays_out_a_page_is_text():
    page = f"<table><tr><td><h2>Aims</h2><p>{PROSE}</p></td><td><p>{PROSE}</p></td></tr></table>"
    assert texts(page, *MAIN) == [PROSE.strip()] * 2
    law = f"<table><tr><td>(1)</td><td><p>{PROSE}</p></td></tr></table><p>{PROSE}</p>"
    assert PROSE.strip() in texts(law, *MAIN)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2019-05-02T10:00Z">',
        '<meta name="citation_author" content="Ann Lee"><meta name="citation_publication_date" content="2019-05-02">',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2019-05-02", "author": [{"name": "Ann Lee"}]}</script>',
    ],
)
def test_metadata_are_read_where_the_page_states_them(head):
    metadata = read_html(
        f'<html lang="en"><head><title>A plan</title>{head}</head><body><p>{PROSE}</p></body></html>'
    ).metadata
    assert metadata == {"title": "A plan", "authors": "Ann Lee", "published": "2019-05-02", "language": "en"}


def test_nesting_that_would_take_minutes_is_refused(tmp_path):
    (tmp_path / "a.html").write_text("<div>" * 40_000 + f"<p>{PROSE}</p>")
    with pytest.raises(readers.ReadError, match="nests"):
        readers.read(tmp_path / "a.html")


@pytest.mark.parametrize(
    "text", ["<", "<a href=#1>1</a>", "<sup>1</sup>", "<b>", "<table>", "[1] ", "&amp;", '<p class="menu">']
)
def test_repeated_marks_lose_no_words(text):
    document = (
        read_html(text * 300 + f"<p>{PROSE}</p>")
        if text not in ("<", "<table>")
        else read_html(f"<p>{PROSE}</p>" + text * 300)
    )
    assert PROSE.strip() in " ".join(document.text.split())
    clean(document)


def test_a_page_is_known_by_its_content(tmp_path):
    (tmp_path / "a.txt").write_bytes(f"<!DOCTYPE html>\n<html><p>{PROSE}</p>".encode())
    document = readers.read(tmp_path / "a.txt")
    assert document.text.strip() == PROSE.strip()


def test_a_page_with_an_element_for_each_printed_line_has_whole_paragraphs():
    lines = ["The Australian council met in the capital of the country and spoke of the", "mission of last year."] * 12
    page = "<html><body><p>Previous page | Contents | Next page</p>" + "".join(f"<div>{line}</div>" for line in lines)
    found = clean(read_html(page)).blocks
    assert [b.text for b in found if b.kind == "paragraph"] == [" ".join(lines[:2])] * 12
    assert found[0].kind == "boilerplate"


@pytest.mark.parametrize(
    "place", ["<header class='hero'>{}</header><main>{}</main>", "<main><header>{}</header>{}</main>"]
)
@pytest.mark.parametrize(
    "byline", ["by Anna Berg and John Vane", "By the Northern Institute", "Published 31 December 2025"]
)
def test_the_head_of_a_page_that_holds_its_title_and_first_paragraph_is_text(place, byline):
    head = f"<h1>The Fight for the Coast</h1><p>{PROSE}</p><p>{byline}</p><p>First. {PROSE}</p>"
    found = blocks(place.format(head, f"<p>Second. {PROSE}</p>" * 3))
    assert [b.kind for b in found[:2]] == ["title", "paragraph"]
    assert [b.text for b in found if b.kind in ("author", "front")] == [byline]
    assert sum(PROSE.strip() in b.text for b in found if b.kind in MAIN) == 5


@pytest.mark.parametrize(
    "head", ["<a href=/>Home</a><h1>The Institute</h1>", f"<p>{PROSE}</p>", "<h1>The Institute</h1>"]
)
def test_the_head_of_a_site_is_no_text(head):
    page = f"<header>{head}</header><main><h1>On the coast</h1><p>Second. {PROSE}</p></main>"
    assert all(text.startswith("Second") for text in texts(page, *MAIN))


@pytest.mark.parametrize("link", ['<a class="headerlink" href="#a">¶</a>', '<a class="header-anchor" href="#a">#</a>'])
def test_the_sign_that_links_a_heading_is_no_part_of_it(link):
    assert texts(f"<h1>The plan</h1><p>{PROSE * 3}</p><h2 id=a>The means{link}</h2><p>{PROSE * 3}</p>", "heading") == [
        "The means"
    ]


def test_a_note_that_is_cited_twice_does_not_make_notes_of_the_paragraphs_it_leads_back_to():
    cite = "<sup id='cite_ref-a_1-{0}'><a href='#cite_note-a-1'>[1]</a></sup>"
    back = "<a href='#cite_ref-a_1-{0}'><sup><i><b>{1}</b></i></sup></a>"
    note = (
        f"<li id='cite_note-a-1'>^ {back.format(0, 'a')} {back.format(1, 'b')} <span>Report of the agency, 2014.</span>"
    )
    page = f"<p>{PROSE}{cite.format(0)}</p><p>In May, {PROSE}{cite.format(1)}</p><ol>{note}</ol>"
    found = [(block.kind, block.note, block.notes) for block in blocks(page)]
    assert found == [("paragraph", None, (1,)), ("paragraph", None, (1,)), ("footnote", 1, ())]


@pytest.mark.parametrize(
    "tag",
    [
        "{% include note.html content='<a href=x>See</a> 5 % of it' %}",
        "{{ site.title }}",
        "{% if a %}{% endif %}",
        "{% block title %} People {% endblock %}",
    ],
)
def test_the_commands_of_a_site_generator_are_no_text(tag):
    assert texts(f"<p>{PROSE}{tag}{PROSE}</p>", "paragraph") == [(PROSE + PROSE).strip()]


@pytest.mark.parametrize("open_tag", ["{% ", "{{ ", "{"])
def test_a_command_that_does_not_end_takes_no_text_away(open_tag):
    assert texts(f"<p>{open_tag * 3}{PROSE}</p>", "paragraph") == [" ".join((open_tag * 3 + PROSE).split())]


@pytest.mark.parametrize(
    "mark", ["<?php if (home()) { ?>", "<?xml-model href='a'?>", "<!-- a comment -->", "<svg><![CDATA[x]]></svg>"]
)
def test_instructions_and_comments_are_no_text(mark):
    assert texts(f"<h1>A plan</h1><p>{PROSE}</p>{mark}<p>One {mark}two.</p>", *MAIN) == [PROSE.strip(), "One two."]


def test_comments_of_readers_are_no_text_where_they_are_most_of_the_words():
    page = f"<h1>A plan</h1><p>{PROSE}</p><div class='comment-list'>{f'<p>No. {PROSE}</p>' * 4}</div>"
    assert texts(page, *MAIN) == [PROSE.strip()]


@pytest.mark.parametrize("tag", ["footer class='footnotes'", "aside class='endnotes'"])
def test_notes_in_an_element_of_the_site_are_notes(tag):
    note = f"<{tag}><p id='fn1'><a href='#r1'>1.</a> The act of 1998.</p></{tag.split()[0]}>"
    found = blocks(f"<h1>A plan</h1><p>{PROSE}<sup><a href='#fn1' id='r1'>1</a></sup></p><p>{PROSE}</p>{note}")
    assert [block.text for block in found if block.kind == "footnote"] == ["The act of 1998."]


def test_a_number_raised_by_its_class_cites_a_note():
    raised = "<span class='superscript'><a href='#fn1' id='r1'>1</a></span>"
    page = f"<p>{PROSE.strip()}{raised} And so <span class='super'>2</span> on.</p><ol><li id='fn1'>The act.</li></ol>"
    assert [(b.kind, b.notes) for b in blocks(page)][:1] == [("paragraph", (1, 2))]


def test_a_short_page_in_an_element_named_like_a_menu_has_text():
    page = "<div class='nav'><a href='/'>Home</a></div><div class='sidebar-layout'><h1>A plan</h1><p>We agreed.</p><p>We met.</p></div>"
    assert "boilerplate" not in [b.kind for b in blocks(page) if b.text != "Home"]


def test_parts_of_a_text_that_are_named_like_a_menu_are_text_where_they_hold_most_of_it():
    part = f'<div class="sidebar-grid__part"><div class="sidebar-grid__content article__content"><p>{PROSE * 3}</p></div></div>'
    page = f"<main><h1>On Boats</h1>{part * 6}</main><div class='sidebar-menu'><p>{PROSE}</p></div>"
    assert texts(page, *MAIN) == [(PROSE * 3).strip()] * 6


@pytest.mark.parametrize("tag", ["h2", "p", "span"])
def test_an_empty_element_of_xhtml_ends_where_it_is_closed(tag):
    body = f'<h1>On Boats</h1><{tag} class="x"/><p>{PROSE}</p><p>{PROSE}</p>'
    page = f'<?xml version="1.0" encoding="utf-8"?><html><body>{body}</body></html>'
    assert [block.kind for block in clean(read_html(page)).blocks] == ["title", "paragraph", "paragraph"]


@pytest.mark.parametrize("name", ["Unit: Research Comments", "Social media", "Related work of the guards"])
def test_a_chapter_named_after_its_heading_is_text(name):
    own = "-".join(name.lower().replace(":", "").split())
    rest = f"<p>{PROSE * 3}" * 3
    assert texts(
        f'<h1>On Boats</h1>{rest}<div class="section" id="{own}"><h2>{name}</h2><p>{PROSE}</div>', "heading"
    ) == [name]


@pytest.mark.parametrize("name", ["Comments", "Related articles", "Related posts"])
def test_a_part_of_the_site_named_after_its_heading_is_none(name):
    own = "-".join(name.lower().split())
    rest = f"<p>{PROSE * 3}" * 3
    assert texts(f'<h1>On Boats</h1>{rest}<div id="{own}"><h2>{name}</h2><p>{PROSE}</div>{rest}', "heading") == []


@pytest.mark.parametrize("label", ["Related — Verwandt", "Most Popular", "You might also like", "Latest news"])
def test_what_follows_the_text_of_a_page_is_no_text(label):
    cards = f"<h3>Another paper</h3><p>{PROSE}<p>22 July 2019 By Anna Lund" * 2
    gift = "<h2>Help us</h2><p>The institute lives on gifts."
    page = f"<h1>On Boats</h1>{f'<p>{PROSE * 3}' * 6}<h2>{label}</h2>{cards}{gift}"
    assert texts(page, "heading", *MAIN) == [(PROSE * 3).strip()] * 6


@pytest.mark.parametrize("tag", ["p", "div", "section"])
@pytest.mark.parametrize(
    "by", ["<span>By</span><span>Anna Lund</span>", "By Anna Lund", "By <a href=/al>Anna Lund</a>"]
)
def test_a_byline_names_the_author(tag, by):
    page = f"<h1>On Boats</h1><{tag} class=byline>{by} | <span>January 14, 2015</span></{tag}>" + f"<p>{PROSE * 3}" * 3
    assert texts(page, "author", "front") == ["By Anna Lund | January 14, 2015"]


def test_a_title_in_the_head_of_the_site_is_the_title():
    page = f"<header><nav>Menu</nav><h1>On the Boats of the North</h1></header><main><h3>Auf Deutsch</h3><p>{PROSE * 9}</main>"
    found = blocks(page, "<title>On the Boats of the North – Institute</title>")
    assert [b.text for b in found if b.kind == "title"] == ["On the Boats of the North"]


def test_the_name_of_a_site_in_its_head_is_no_title():
    site = "<header><nav>Menu</nav><h1>Institute for the Coast</h1></header>"
    page = f"{site}<main><h2>On Boats</h2>{f'<p>{PROSE * 9}' * 9}</main>"
    found = blocks(page, "<title>On Boats – Institute for the Coast</title>")
    assert "Institute for the Coast" not in [b.text for b in found if b.kind == "title"]
