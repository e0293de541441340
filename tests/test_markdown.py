# ruff: noqa: E501
"""Markdown and title pages: tables, quotations, links, numbers of reports."""

import pytest

from analysis.cleaning import MAIN, clean
from analysis.readers.markdown import looks_like_markdown, read_markdown

TEXT = "The ministers met in Brussels and agreed on the aims of the Union for the years to come, and on the means that they need for it.\n\n"
PAGE = f"# A plan\n\n## Aims\n\n{TEXT}"


def blocks(text):
    return clean(read_markdown(text)).blocks


def texts(text, *kinds):
    return [b.text for b in blocks(text) if b.kind in kinds]


@pytest.mark.parametrize(
    "table",
    [
        "| Body | Year | Money |\n|---|---|---|\n| EDA | 2004 | staff |\n| EPF | 2021 | 5 bn |",
        "|Year|Ships|\n|:--|--:|\n|2012|5|\n|2013|7|",
        "| | 2012 | 2013 |\n|---|---|---|\n| Boats sold | 12 | 15 |\n| **All** | 12 | 15 |",
    ],
)
def test_rows_of_a_table_are_no_main_text(table):
    text = PAGE + table + "\n\nSource: the ministry\n\n" + TEXT
    assert texts(text, *MAIN) == [TEXT.strip()] * 2
    assert len(texts(text, "boilerplate")) == 3


@pytest.mark.parametrize("after", ["", "   Its second line.\n", "\n    Its second paragraph.\n", "---\n", "# Means\n"])
@pytest.mark.parametrize("bullet", ["-", "1."])
def test_a_long_list_is_read_as_a_short_one(bullet, after):
    def read(length):
        found = blocks(PAGE + f"{bullet} to *build* ships\n" * length + f"{after}\n{TEXT}")
        return [(b.kind, b.level, b.marker, b.text) for b in found]

    short, long = read(9), read(90)
    assert long == short[:3] + [short[3]] * 81 + short[3:]


def test_a_table_of_one_cell_is_a_box():
    assert texts(PAGE + "| Key points |\n|---|\n| Nine projects |\n", "box") == ["Key points", "Nine projects"]


@pytest.mark.parametrize("empty", [">", "> ", ">\n>", "> >"])
def test_an_empty_line_of_a_quotation_is_no_text(empty):
    text = PAGE + f"> “The plan must be short.”\n{empty}\n> A diplomat, September 2021\n\n" + TEXT
    assert texts(text, *MAIN)[1:3] == ["“The plan must be short.”", "A diplomat, September 2021"]
    assert not any(">" in b.text for b in blocks(text))


def test_the_menus_and_notices_of_a_page_in_markdown_are_no_main_text():
    text = (
        "[Skip to content](#main)\n\n[Home](/) / [Papers](/papers) / Coast\n\n# A plan for the coast\n\nBy [Ann Lee-Obi](https://a.example/lee)\n\n"
        f"{TEXT}## Means\n\n{TEXT}## About the author\n\nAnn Lee-Obi is an editor.\n\n[Subscribe to our letter](/news)\n\n© 2021 Coast Monitor. [Privacy](/privacy)\n"
    )
    assert texts(text, "boilerplate") == [
        "Skip to content",
        "Home / Papers / Coast",
        "Subscribe to our letter",
        "© 2021 Coast Monitor. Privacy",
    ]
    assert texts(text, "author") == ["By Ann Lee-Obi"]
    assert texts(text, "about") == ["Ann Lee-Obi is an editor."]


@pytest.mark.parametrize(
    "number",
    [
        "Fourth Report of Session 2012–13",
        "11th Report of Session 2015-16",
        "First Special Report of the Session 2001",
        "Thirtieth Report of Session 2019-21",
    ],
)
def test_the_number_of_a_report_is_no_title(number):
    page = f"HOUSE OF DELEGATES\n\nCommittee on the Coast\n\n{number}\n\nGuarding the harbours before winter\n\n16 May 2013\n\nSUMMARY\n\n"
    assert texts(page + TEXT, "title") == ["Guarding the harbours before winter"]


def test_a_title_with_the_word_report_is_one():
    page = "Committee on the Coast\n\nFourth reports and how they are read\n\n16 May 2013\n\nSUMMARY\n\n"
    assert texts(page + TEXT, "title") == ["Fourth reports and how they are read"]


NOTES = [
    ("It began.[^1] So", "[^1]: See the act."),
    ("It began.[[1]](#_ftn1) So", "[[1]](#_ftnref1) See the act."),
    (r"It began.\[1\] So", r"\[1\] See the act."),
    ("It began.<sup>1</sup> So", "<sup>1</sup> See the act."),
    ("It began.^1^ So", "## Notes\n\n1.  See the act."),
    ("It began.^[1](#n1)^ So", "## Notes\n\n1.  See the act."),
    ("It began.[1](#fn1) So", "1. See the act.[↩︎](#fnref1)"),
    ("It began.^([1]) So", "References\n\n1.  ^ See the act."),
    ('It began.<a href="#f1" id="r1"><sup>[1]</sup></a> So', '<a href="#r1" id="f1"><sup>[1]</sup></a> See the act.'),
]


@pytest.mark.parametrize(("cite", "note"), NOTES)
def test_a_note_is_found_however_a_converter_writes_it(cite, note):
    found = blocks(f"{PAGE}{cite} it went on.\n\n{TEXT}{note}\n")
    assert [(b.text, b.note) for b in found if b.kind == "footnote"] == [("See the act.", 1)]
    assert [b.text for b in found if b.notes == (1,)] == ["It began. So it went on."]
    assert looks_like_markdown(f"{cite}\n\n{note}") or note.startswith(("<sup>", "## Notes\n\n1.  See"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("See [the Council's\nown page](https://a.example/x_(y)) now.", "See the Council's own page now."),
        ("The plan ~~failed~~ succeeded.", "The plan succeeded."),
        ('See [the plan][1] now.\n\n[1]: https://a.example/plan "The plan"', "See the plan now."),
        ("It is __now__ and *here* and ___both.___", "It is now and here and both."),
        ("A *star* and 5 * 3.", "A star and 5 * 3."),
        ("Fish &amp; chips <br> and <i>more</i>.", "Fish & chips and more."),
        ("A picture ![of it](a.png){width=50%} here.", "A picture here."),
        ("One <!-- hidden --> two.", "One two."),
    ],
)
def test_marks_of_markdown_leave_the_text(written, read):
    assert texts(f"{PAGE}{written}\n", *MAIN)[1:] == [read]


def test_a_plain_text_or_the_text_of_a_page_is_no_markdown():
    for text in (
        "# 3\n\nThe report [3] says <b>so</b>.",
        "1. One\n2. Two\n",
        "<b>Contents</b>.....<b>3</b>\n" * 9 + "[a b](https://a.example)",
    ):
        assert not looks_like_markdown(text)


def test_plain_lines_are_headings_where_none_is_marked():
    page = f"# A plan for the coast\n\nBackground\n\n{TEXT * 3}Means of the navy\n\n{TEXT * 3}The ministers asked for:\n\n- ships\n- crews\n\nDone in Brussels.\n\n{TEXT}"
    assert texts(page.replace(TEXT * 3, TEXT.strip() * 6 + "\n\n"), "heading") == ["Background", "Means of the navy"]


def test_a_yaml_head_is_metadata_and_no_text():
    document = read_markdown(f"---\ntitle : The strait\nauthor: A. Lee\ndate: 2020-05-02\n---\n\n{TEXT}")
    assert (document.metadata["title"], document.metadata["authors"]) == ("The strait", "A. Lee")
    assert [b.text for b in clean(document).blocks if b.kind in MAIN] == [TEXT.strip()]


@pytest.mark.parametrize(
    "mark",
    ["[", "![", "[[", "*", "_", "`", "<", "<!-- ", "^[", "~~", "|", "> ", "- ", "# ", "[^1] ", "\\[1\\] ", "{#a} "],
)
def test_repeated_marks_lose_nothing(mark):
    document = read_markdown(f"{TEXT}{mark * 500}\n\n{TEXT}")
    cleaned = clean(document)
    assert cleaned.ledger[-1][1] == len(document.text)
    assert sum(TEXT.strip() in block.text for block in cleaned.blocks) == 2


def test_a_further_paragraph_of_the_last_cell_belongs_to_the_table():
    table = "| B | C |\n| --- | --- |\n| d | It grew.\n\nIt fell later. \n| e | It stayed. |\n"
    elements = read_markdown(f"# A\n\n{table}\nText.\n").elements
    assert [element.kind for element in elements].count("paragraph") == 1


@pytest.mark.parametrize(
    "cite",
    [" [@key-14]", "\n[@key-14, 23]", " [see @key, p. 3; -@other]", "  [@key]"],
)
def test_citations_of_pandoc_leave_the_text(cite):
    wrapped = (
        f"# A plan\n\nThe ministers met in Brussels.{cite} They agreed on the aims,\nand mail [a@b.example] was sent.\n"
    )
    assert texts(wrapped, *MAIN) == [
        "The ministers met in Brussels. They agreed on the aims, and mail [a@b.example] was sent."
    ]


@pytest.mark.parametrize("latex", ["\\newpage", "\\vspace{1em}"])
def test_latex_between_paragraphs_is_no_text(latex):
    assert texts(f"{PAGE}{latex}\n\n{TEXT}", *MAIN) == [TEXT.strip()] * 2


def test_the_heading_of_the_sources_is_no_title():
    assert texts(f"{TEXT}Bibliography\n------------\n\nLee, A. (2019). Ships.\n", "title") == []


def test_escaped_numbers_are_markers_and_rules_of_css_no_text():
    text = f"{PAGE}7\\. The council met.\n\na.b:hover {{background:#fff;}}\n\n{TEXT}"
    found = {b.text: b.marker for b in blocks(text)}
    assert found["The council met."] == "7."
    assert texts(text, "boilerplate") == ["a.b:hover {background:#fff;}"]


@pytest.mark.parametrize(
    "mark", ["{: .no_toc }", "{: .fs-2}", "{:.class #id}", "* TOC\n{:toc}", "{:toc}", '{::options parse="x" /}']
)
def test_attribute_lines_of_kramdown_are_markup(mark):
    assert texts(f"# A plan {{: #plan}}\n{mark}\n\n{TEXT}{mark}\n\n{TEXT}", "title", *MAIN) == [
        "A plan",
        *[TEXT.strip()] * 2,
    ]


@pytest.mark.parametrize("joint", ["", "\n"])
def test_cells_of_an_html_table_are_apart_also_where_a_row_is_one_line(joint):
    rows = [["Country", "Deaths in 2014"], ["Iraq", "12,282 people"]]
    table = "".join(f"<tr>{joint}" + "".join(f"<td>{c}</td>{joint}" for c in row) + "</tr>\n" for row in rows)
    blocks = clean(read_markdown(f"# On Boats\n\n{TEXT}\n\n<table>{table}</table>\n\n{TEXT}")).blocks
    assert [b.text for b in blocks if "Iraq" in b.text or "Country" in b.text] == [
        "Country Deaths in 2014",
        "Iraq 12,282 people",
    ]
    assert not any("Iraq" in b.text for b in blocks if b.kind in MAIN)


@pytest.mark.parametrize(
    ("head", "stated"),
    [
        ('author: ["Anna Berg"]', {"authors": "Anna Berg"}),
        ("authors: ['Anna Berg', Jo Lee]", {"authors": "Anna Berg; Jo Lee"}),
        ("title: \"'A Lost Year': How it failed\"", {"title": "'A Lost Year': How it failed"}),
        ('title: ""', {}),
        (r'title: "Caf\u00e9 and\_peace\x21 \ud83d"', {"title": "Café and peace!"}),
        (
            "title:\n  A plan for boats\n  of the coast\ndate: 2019-05-03",
            {"title": "A plan for boats of the coast", "published": "2019-05-03"},
        ),
        ("title: >-\n  A plan for\n  boats", {"title": "A plan for boats"}),
        ("title: On the Rise&#58; the Guard", {"title": "On the Rise: the Guard"}),
        (
            "title: A plan: boats for the coast\nauthor: Jo Lee",
            {"title": "A plan: boats for the coast", "authors": "Jo Lee"},
        ),
        ("title: &a [x]\nauthor: {name: *b}", {"title": "&a [x]", "authors": "{name: *b}"}),
    ],
)
def test_lists_and_quotation_marks_of_the_head_are_read(head, stated):
    assert read_markdown(f"---\nlayout: x\n{head}\n---\n\n{TEXT}").metadata == stated


# Links whose address holds angle brackets, as a crawler writes what it could not resolve
CRAWLED = """Key points of the assessment follow.

The minister spoke.[[i]](https://a.example/x/<#_edn1>) He denied it.[[lxxxviii]](https://a.example/x/<#_edn88>)

**Click****here****to see the map** of the s****pace port and the Note****s.

[[i]](https://a.example/x/<#_ednref1>) Radio, 3 May 2020, https://radio.example/one

[[lxxxviii]](https://a.example/x/<#_ednref88>) Press, 4 May 2020, https://press.example/two

* [](https://a.example/x/<javascript:void\\(0\\)>)
"""


def test_links_with_angle_brackets_are_links():
    blocks = clean(read_markdown(CRAWLED)).blocks
    assert [(b.note, b.text[:5]) for b in blocks if b.kind == "footnote"] == [(1, "Radio"), (88, "Press")]
    text = next(b for b in blocks if b.text.startswith("The minister"))
    assert (text.text, text.notes) == ("The minister spoke. He denied it.", (1, 88))
    assert [b.text for b in blocks if "Click" in b.text] == [
        "Click here to see the map of the space port and the Notes."
    ]
    assert not any("javascript" in b.text for b in blocks)


def test_components_of_mdx_are_markup():
    tags = '<Figure\n  src="a.jpg"\n  alt=""\n  size={3}\n></Figure>\n\n<Note kind="x" />\n\n'
    blocks = clean(read_markdown(f"# Report\n\n{tags}As <Smith 2019> says. {TEXT}")).blocks
    assert [b.kind for b in blocks] == ["title", "paragraph"]


@pytest.mark.parametrize("name", ["REFERENCES:", "References", "Works Cited"])
def test_a_list_of_references_stands_under_a_plain_line(name):
    entries = "Lee, A. Peace, 2019.\n\nBerg, B. War. https://b.example\n"
    blocks = clean(read_markdown(f"# Report\n\n## One\n\nSome words of the text.\n\n{name}\n\n{entries}")).blocks
    assert [b.kind for b in blocks[-3:]] == ["heading", "reference", "reference"]
    text = clean(
        read_markdown(f"# Report\n\n## One\n\n{name}\n\nThe words that follow are no entry of a list.\n")
    ).blocks
    assert text[-1].kind == "paragraph"


def test_bold_lines_with_an_explanation_or_a_plain_colon_are_headings():
    after = "\n\nThe forces advanced in the north of the country, and nothing else was said about it on that day at all.\n\n"
    long = "(" + "objective: take the town and hold it, " * 5 + "then stop)"
    lines = [f"**Northern Axis {long}**", "**Problem statement**:", "**They went on and on there.[1]**"]
    blocks = clean(read_markdown("Intro words of the text.\n\n" + "".join(line + after for line in lines))).blocks
    assert [b.kind for b in blocks[1::2]] == ["heading", "heading", "paragraph"]


@pytest.mark.parametrize("bullet", ["10.", "-", "(a)"])
def test_an_item_of_a_few_letters_is_an_item(bullet):
    assert texts(PAGE + f"{bullet} He\n\n{TEXT}", "boilerplate") == []


@pytest.mark.parametrize(
    "line", ["9.15am Friday 3 March 2006", "**May 2, 4 pm GMT**", "We stood by our guards. (Laughter.)"]
)
def test_the_hour_of_a_speech_and_its_applause_are_no_headings(line):
    found = blocks(f"# A speech\n\nAnn Lee\n\n{line}\n\n{TEXT * 3}")
    assert "heading" not in {b.kind for b in found}
    assert texts(f"# A speech\n\n**9.15 tonnes of aid**\n\n{TEXT * 3}", "heading") == ["9.15 tonnes of aid"]


@pytest.mark.parametrize(
    ("label", "times", "kind"), [("Crews:", 12, "boilerplate"), ("Crews:", 9, "heading"), ("Crews", 12, "heading")]
)
def test_a_bold_label_of_a_field_that_comes_a_dozen_times_is_no_heading(label, times, kind):
    found = blocks(f"# A plan\n\n{TEXT.strip() * 2}\n\n" + f"**{label}**\n\n{TEXT}" * times)
    assert [b.kind for b in found if b.text == label] == [kind] * times


def test_a_letter_that_a_quotation_changed_cites_no_note():
    text = f"# A plan\n\n“[i]f we fail,” it said.[i] {TEXT}[i] The act.\n"
    found = [b for b in blocks(text) if b.kind in MAIN]
    assert [(b.text.partition(" it")[0], b.notes) for b in found] == [("“[i]f we fail,”", (1,))]


def test_a_bold_line_that_ends_on_purpose_above_a_full_line_is_a_heading():
    wrapped = "The ministers met in Brussels and agreed on the aims of the Union for the\nyears to come, and on the means.\n\n"
    found = blocks(
        f"# A plan\n\n{wrapped * 4}**<u>Carrying Out the Plan\n</u>**  \n{wrapped}**Ann Lee**  \nMinister\n\n{wrapped}"
    )
    assert [b.text for b in found if b.kind == "heading"] == ["Carrying Out the Plan"]


@pytest.mark.parametrize("space", ["\xa0", "\f", "\x85", "\u3000"])
def test_a_line_of_white_space_within_a_paragraph_ends_it(space):
    assert texts(f"# A plan\n\n{TEXT.strip()}  \n{space}  \n{TEXT}", *MAIN) == [TEXT.strip()] * 2


def test_a_break_of_lines_in_html_is_a_space():
    assert texts(f"# A plan\n\nOne<br>two. Three<br/>four. {TEXT}", *MAIN) == [f"One two. Three four. {TEXT.strip()}"]


@pytest.mark.parametrize("command", ['{{< video "x" >}}', "{{% note %}}", '{% include figure.html src="a.png" %}'])
def test_a_command_of_a_site_generator_is_no_text(command):
    assert texts(f"# A plan\n\n{TEXT}{command}\n\n{TEXT}", *MAIN) == [TEXT.strip()] * 2


def test_links_of_a_notebook_of_pages_show_their_words():
    text = (
        f"# On Boats\n\n{TEXT}\n\nThe [[Strait of Kalm#Blockade|blockade]] and the [[Norse Guard]] ended it. {TEXT}\n"
    )
    assert "The blockade and the Norse Guard ended it." in " ".join(texts(text, *MAIN))


def test_a_list_of_sources_is_known_by_the_addresses_behind_its_items():
    items = "\n".join(
        f"- Harbour News: [The guard of the northern coast went home at last](https://a.b/{n})" for n in range(6)
    )
    blocks = clean(read_markdown(f"# On Boats\n\n{TEXT}\n\n## Sources\n\n{items}\n")).blocks
    assert {b.kind for b in blocks if "Harbour News" in b.text} == {"reference"}


@pytest.mark.parametrize("value", ['"Of 61 boats\nmany sank."', '"a\n\nb: c\n- d"', '"say \\"yes\\"\nnow"'])
def test_a_quoted_value_of_a_head_goes_on_at_the_beginning_of_a_line(value):
    document = read_markdown(f"---\nexcerpt: {value}\ntitle: On Boats\ndate: 2026-01-17 09:20\n---\n\n{TEXT}")
    assert document.metadata == {"title": "On Boats", "published": "2026-01-17 09:20"}
    assert [b.text for b in clean(document).blocks] == [TEXT.strip()]


@pytest.mark.parametrize("name", ["See also", "External links", "Related links"])
def test_links_at_the_end_of_an_article_are_no_text(name):
    items = "- War in the north (2014)\n- Film of the port, Harbour News, 15 March 2022.\n- Blockade of the Kalm\n"
    blocks = clean(read_markdown(f"# On Boats\n\n{TEXT}\n\n## {name}\n\n{items}")).blocks
    assert [b.kind for b in blocks[-3:]] == ["reference"] * 3
    chapter = clean(read_markdown(f"# On Boats\n\n{TEXT}\n\n## {name}\n\n{TEXT}\n\n{TEXT}")).blocks
    assert [b.kind for b in chapter[-2:]] == ["paragraph"] * 2
