"""Under which forms does a concept occur? From the reader's own list, from acronyms explained, from phrases
found.

The list is a CSV file with the columns concept, form and note, one row for each form; it is there to be
edited.
"""

from pathlib import Path

import pandas as pd

from analysis.language import is_name, tokenise

COLUMNS = ["concept", "form", "rule", "report"]


def read_concepts(path: str | Path) -> pd.DataFrame:
    """Read a list of concepts: concept, form, note. Raises ValueError in words where the file is not as it should."""
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"there is no file {path.name}; write one with the columns concept, form and note")
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = {"concept", "form"} - set(table.columns)
    if missing:
        raise ValueError(
            f"{path.name} lacks the column {' and '.join(sorted(missing))}; it needs concept, form and note"
        )
    table = table.assign(**{name: table[name].str.strip() for name in ("concept", "form")})
    for row, (concept, form) in enumerate(zip(table["concept"], table["form"], strict=True), 2):
        if not concept or not form:
            raise ValueError(f"{path.name}, row {row}: concept or form is empty; fill it in or take the row out")
    twice = table.groupby("form")["concept"].nunique()
    if (twice > 1).any():
        form = twice[twice > 1].index[0]
        raise ValueError(f'{path.name}: "{form}" belongs to two concepts; give it to one')
    return table.reindex(columns=["concept", "form", "note"], fill_value="")


def list_forms(
    concepts: pd.DataFrame | None = None, acronyms: pd.DataFrame | None = None, phrases: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return all forms to look for: concept, form, rule, and report (empty for all reports)."""
    given = ((concepts, forms_of_concepts), (acronyms, forms_of_acronyms), (phrases, forms_of_phrases))
    parts = [forms_of(table) for table, forms_of in given if table is not None]
    return pd.concat([pd.DataFrame(columns=COLUMNS, dtype=object), *parts], ignore_index=True)


def forms_of_concepts(concepts: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of a list of concepts: concept, form, rule "listed", report "" (all reports)."""
    return concepts[["concept", "form"]].assign(rule="listed", report="")[COLUMNS]


def forms_of_acronyms(acronyms: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of acronyms that reports explain: the acronym and its expansion, rule "acronym".

    An explanation holds for all reports, unless two reports explain the same acronym differently; then each
    holds for its own report, and the concept is named by the expansion.

    >>> said = ["Council of Europe", "Centre of Excellence"]
    >>> table = pd.DataFrame({"report": ["a", "b"], "acronym": "CoE", "expansion": said})
    >>> forms_of_acronyms(table)[["concept", "form", "report"]]
                    concept                  form report
    0     Council of Europe                   CoE      a
    1     Council of Europe     Council of Europe      a
    2  Centre of Excellence                   CoE      b
    3  Centre of Excellence  Centre of Excellence      b
    """
    rows = []
    for acronym, pairs in acronyms.groupby("acronym", sort=True):
        same = _say_the_same(pairs["expansion"])
        for report, expansion in pairs[["report", "expansion"]].itertuples(index=False):
            concept, where = (acronym, "") if same else (expansion, report)
            rows += [(concept, acronym, "acronym", where), (concept, expansion, "acronym", where)]
    return pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(ignore_index=True)


def _say_the_same(expansions: pd.Series) -> bool:
    """Tell whether expansions differ in no more than case, spelling, plural or what follows: MS, CSDP."""
    keys = sorted((tuple(word[:4].casefold() for word in text.split()) for text in expansions), key=len)
    return all(key[: len(keys[0])] == keys[0] for key in keys)


def forms_of_phrases(phrases: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of phrases found, rule "phrase"; those that hold an acronym are left to the acronym."""
    plain = [text.lower() for text in phrases["phrase"] if not any(map(is_name, text.split()))]
    return pd.DataFrame({"concept": plain, "form": plain, "rule": "phrase", "report": ""})[COLUMNS]


def words_of_forms(forms: pd.DataFrame, folded: dict[str, str] | None = None) -> pd.DataFrame:
    """Return forms with `words`: the tuple of (folded) words to look for; forms without words are left out."""
    table = pd.DataFrame({"report": "", "block": range(len(forms)), "sentence": 0, "text": forms["form"].to_numpy()})
    tokens = tokenise(table, compounds="split")
    known = folded or {}
    words = tokens["term"].astype(str).map(lambda word: known.get(word, word)).groupby(tokens["block"]).agg(tuple)
    found = forms.reset_index(drop=True).assign(words=words.reindex(range(len(forms))))
    return found[found["words"].notna()].reset_index(drop=True)
