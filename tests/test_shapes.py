# ruff: noqa: E501
"""One small text for each decision of the cleaner: what an editor would make of it."""

import pytest

from analysis.cleaning import clean

PARAGRAPH = "The Council met in Brussels on 12 May 2017 and agreed on the aims of the Union in the years to come.\n\n"

CASES = {
    "a paragraph cut by notes is whole, and so is the note": (
        "INTRODUCTION\n\nThe Union has agreed on a new plan for the\nmissions,1 which will be carried out in the\n\n"
        "1 European Council (2016), p. 3, and the\nreport behind it.\n\nyears to come by its members.\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "The Union has agreed on a new plan for the missions, which will be carried out in the years to come by its members."),
            ("footnote", "European Council (2016), p. 3, and the report behind it."),
        ],
    ),
    "numbers that are no notes stay": (
        "INTRODUCTION\n\nWP6 and D6.5 of H2020 (8009/03) cite the G20, COVID19, 27th and Article 5.2 of it in p.12.\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "WP6 and D6.5 of H2020 (8009/03) cite the G20, COVID19, 27th and Article 5.2 of it in p.12."),
        ],
    ),
    "numbered headings are no notes of endnotes": (
        "1 INTRODUCTION\n\nThe aims are old.1 They hold.\n\n2 METHODS\n\nWe ask people.2\n\nNOTES\n\n1 Smith (2011), p. 3.\n2 Ibid., p. 4.\n",
        [
            ("heading", "1 INTRODUCTION"),
            ("paragraph", "The aims are old. They hold."),
            ("heading", "2 METHODS"),
            ("paragraph", "We ask people."),
            ("heading", "NOTES"),
            ("footnote", "Smith (2011), p. 3."),
            ("footnote", "Ibid., p. 4."),
        ],
    ),
    "markup, links and references to characters go, their words stay": (
        "## Introduction\n\nThe **Union** &amp; its [members](https://a.eu/b_c) *agree*<sup>1</sup> on <https://a.eu/x_y>, 5 * 3 and a\\_b.\n\n"
        "<sup>1</sup> See the *plan*.\n\n## End\n",
        [
            ("heading", "Introduction"),
            ("paragraph", "The Union & its members agree on https://a.eu/x_y, 5 * 3 and a_b."),
            ("footnote", "See the plan."),
            ("heading", "End"),
        ],
    ),
    "enumerations in a sentence are no items": (
        "INTRODUCTION\n\nIt has three aims: (i) to keep the peace in the region;\n(ii) to support the local police; and\n(iii) to train.\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "It has three aims: (i) to keep the peace in the region; (ii) to support the local police; and (iii) to train."),
        ],
    ),
    "a dash at the beginning of a line is no bullet": (
        "INTRODUCTION\n\nThe plan of the members of the Union\n- as agreed in 2016 - is still valid today.\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "The plan of the members of the Union - as agreed in 2016 - is still valid today."),
        ],
    ),
    "items that lost their bullets are items": (
        "INTRODUCTION\n\nThe six core capabilities have been identified as follows in the plan: \n\n Planning \n Technologies \n\n"
        + "These capabilities are described in the chapters below, one after the other.\n" * 8,
        [("list_item", "Planning"), ("list_item", "Technologies")],
    ),
    "letters set apart are closed up in titles only": (
        "INTRODUCTION\n\nThe cooperation of capabilities goes on.\n\nCapabi l i t i es\n\n• Il reste beaucoup à faire\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "The cooperation of capabilities goes on."),
            ("heading", "Capabilities"),
            ("list_item", "Il reste beaucoup à faire"),
        ],
    ),
    "a vowel by itself is a word": (
        "INTRODUCTION\n\nIl reste beaucoup à faire.\n",
        [("paragraph", "Il reste beaucoup à faire.")],
    ),
    "hyphens at line ends": (
        "INTRODUCTION\n\nThe prosecu-\ntors of the CSDP-\nmission met in a field-\noperational centre; at field-operational level\n"
        "hybrid- and cyber-attacks are frequent, a\u00ad\nlarming.\n",
        [
            ("heading", "INTRODUCTION"),
            (
                "paragraph",
                "The prosecutors of the CSDP-mission met in a field-operational centre; at field-operational level "
                "hybrid- and cyber-attacks are frequent, alarming.",
            ),
        ],
    ),
    "hyphens that a PDF marks": (
        "INTRODUCTION\n\nThe govern\x02\nment of the CSDP\x02\nmission met\x02 again, and the gov\x02\nernment stayed.\n",
        [("heading", "INTRODUCTION"), ("paragraph", "The government of the CSDP-mission met again, and the government stayed.")],
    ),
    "contents lose their dots, also over two lines": (
        "CONTENTS\n1. Introduction ........ 3\n2. The long way from the first plan\nto the second one ...... 5\n\n1. Introduction\n\n" + PARAGRAPH,
        [
            ("heading", "CONTENTS"),
            ("toc", "1. Introduction 3"),
            ("toc", "2. The long way from the first plan to the second one 5"),
            ("heading", "1. Introduction"),
            ("paragraph", PARAGRAPH.strip()),
        ],
    ),
    "a glossary has a colon": (
        "GLOSSARY\n\nEU\tEuropean Union\nCSDP:\tCommon Policy\n",
        [("heading", "GLOSSARY"), ("glossary", "EU: European Union"), ("glossary", "CSDP: Common Policy")],
    ),
    "running heads and page numbers go": (
        "INTRODUCTION\n\nThe Union has agreed on a new plan, which the\nSecurity Studies | 3\n\fmembers will carry out in the next\n"
        "Security Studies | 4\n\fdecade and beyond, as far as they can.\nSecurity Studies | 5\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "The Union has agreed on a new plan, which the members will carry out in the next decade and beyond, as far as they can."),
        ],
    ),
    "a pull quote says what the text says": (
        "INTRODUCTION\n\nWe must avoid doing “too little too late” in these\ncases, and we can.\n\n“We must avoid doing ‘too little too\nlate’”\n\n"
        "The end of it all is near.\n",
        [
            ("heading", "INTRODUCTION"),
            ("paragraph", "We must avoid doing “too little too late” in these cases, and we can."),
            ("pull_quote", "“We must avoid doing ‘too little too late’”"),
            ("paragraph", "The end of it all is near."),
        ],
    ),
    "spacing that is certain is mended": (
        "INTRODUCTION\n\nThe project,that met on 27 th March 2017 in the States , is over.  It ended  well.\n",
        [("heading", "INTRODUCTION"), ("paragraph", "The project, that met on 27th March 2017 in the States, is over. It ended well.")],
    ),
    "accents and ligatures take their usual form": (
        "INTRODUCTION\n\nThe e\u0301tat is ﬁnal, m² stays.\n",
        [("heading", "INTRODUCTION"), ("paragraph", "The état is final, m² stays.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_small_text_is_read_as_an_editor_reads_it(case):
    text, expected = CASES[case]
    found = [(b.kind, b.text) for b in clean(text).blocks]
    kinds = {kind for kind, _ in expected}
    if "heading" in kinds:
        assert found == expected
    else:
        assert [pair for pair in found if pair[0] in kinds] == expected
