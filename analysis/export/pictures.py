"""How does a figure come into a page? As SVG with a name, links that land, unique ids and its own letters."""

import base64
import html
import io
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image

from analysis.export import drawing
from analysis.export.drawing import SVG

XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
FONTS = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}  # shipped with matplotlib
THUMBNAIL = 560  # pixels wide: twice what a card shows, for fine screens
MANY = 12  # links in a figure that the keyboard may skip at once

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def inline(svg: str, name: str, alt: str, marks: Mapping[str, str]) -> str:
    """Return a matplotlib SVG as an element of a page, with the alternative text as its name.

    `marks` maps the ids of the page's evidence to their names: a link to one of them gets that name, any
    other link is taken out. Ids begin with the name of the figure, so that two figures never share one.
    """
    try:
        root = ET.fromstring(_without_doctype(svg))
    except ET.ParseError:
        return f'<p class="missing">{html.escape(alt or name)}</p>'
    _tidy_links(root, marks)
    _tidy_ids(root, name)
    drawing.tidy(root)
    width, height = (_points(root.get(side, "")) for side in ("width", "height"))
    root.attrib.pop("version", None)
    if width and height:
        root.set("width", f"{width:g}")
        root.set("height", f"{height:g}")
    linked = root.find(f".//{{{SVG}}}a") is not None
    root.set("role", "group" if linked else "img")  # the parts of an img are hidden, links must not be
    root.set("aria-label", alt)
    made = ET.tostring(root, encoding="unicode")
    for long, short in ((f' xmlns:xlink="{XLINK}"', ""), (" xlink:href=", " href="), ('" />', '"/>')):
        made = made.replace(long, short)
    return made


def _without_doctype(svg: str) -> str:
    return svg[svg.index("<svg") :] if "<svg" in svg else svg


def _points(length: str) -> float:
    """Return a length such as 460.8pt in CSS pixels; 0 where it is none."""
    found = re.fullmatch(r"([\d.]+)(pt|px)?", length)
    return round(float(found[1]) * (4 / 3 if found[2] == "pt" else 1), 1) if found else 0


def _tidy_links(root: ET.Element, marks: Mapping[str, str]) -> None:
    """Name the links that land on this page; take out the others, scripts and event attributes."""
    for element in root.iter():
        for key in [key for key in element.attrib if key.lower().startswith("on")]:
            del element.attrib[key]
        if element.tag == f"{{{SVG}}}script":
            element.clear()
        if element.tag != f"{{{SVG}}}a":
            continue
        target = element.get(HREF, element.get("href", ""))
        element.attrib.clear()
        if target.startswith("#") and target[1:] in marks:
            element.set(HREF, target)
            if element.find(f".//{{{SVG}}}text") is None:
                element.set("aria-label", marks[target[1:]])
        else:
            element.tag = f"{{{SVG}}}g"


def _tidy_ids(root: ET.Element, name: str) -> None:
    """Give the ids that something in the picture uses the figure's name and a number, and drop the rest."""
    text = ET.tostring(root, encoding="unicode")
    used = re.findall(r"url\(#([^)]+)\)", text) + [e.get(HREF, "")[1:] for e in root.iter(f"{{{SVG}}}use")]
    short = {old: f"{name}-{i}" for i, old in enumerate(dict.fromkeys(used), 1)}
    for element in root.iter():
        own = element.attrib.pop("id", None)
        if own in short:
            element.set("id", short[own])
        for key, value in element.attrib.items():
            if "url(#" in value:
                element.set(key, re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{short[found[1]]})", value))
        if element.tag == f"{{{SVG}}}use" and element.get(HREF, "").startswith("#"):
            element.set(HREF, f"#{short[element.get(HREF, '')[1:]]}")


def share_styles(svgs: list[str]) -> tuple[list[str], str]:
    """Return inline figures whose repeated styles have become classes, and the CSS of these classes."""
    counts = Counter(style for svg in svgs for style in re.findall(r' style="([^"]*)"', svg))
    names = {style: f"f{i}" for i, style in enumerate(sorted(s for s in counts if counts[s] > 1))}
    css = "".join(f".{name}{{{html.unescape(style)}}}\n" for style, name in names.items())

    def shared(found: re.Match) -> str:
        return f' class="{names[found[1]]}"' if found[1] in names else found[0]

    return [re.sub(r' style="([^"]*)"', shared, svg) for svg in svgs], css


def fonts(svgs: list[str]) -> str:
    """Return the CSS that brings DejaVu Sans, cut to the letters that these inline figures use."""
    letters = {"normal": set(), "bold": set()}  # type: dict[str, set[str]]
    for svg in svgs:
        for style, text in re.findall(r'<text\b[^>]*?style="([^"]*)"[^>]*>(.*?)</text>', svg, re.S):
            weight = "bold" if re.search(r"font-weight:(700|bold)|font:(700|bold)", style) else "normal"
            letters[weight] |= set(html.unescape(re.sub(r"<[^>]+>", "", text)))
    return "".join(_font_face(weight, "".join(sorted(used))) for weight, used in letters.items() if used)


def _font_face(weight: str, letters: str) -> str:
    """Return one @font-face rule with the glyphs for `letters` (DejaVu fonts, Bitstream Vera licence)."""
    import matplotlib as mpl  # both take a second to load, and only pages with figures need them
    from fontTools import subset, ttLib

    options = subset.Options(flavor="woff", hinting=False, layout_features=["kern"], notdef_outline=True)
    options.name_IDs = [0, 1, 2]
    options.drop_tables += ["FFTM"]  # a time stamp of FontForge
    font = ttLib.TTFont(Path(mpl.get_data_path(), "fonts", "ttf", FONTS[weight]), recalcTimestamp=False, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    buffer = io.BytesIO()
    font.flavor = "woff"
    font.save(buffer, reorderTables=False)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return (
        f"@font-face{{font-family:'DejaVu Sans';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}\n"
    )


def thumbnail(path: Path) -> str:
    """Return the upper part of a PNG file as a small picture in an address (data URI); empty without a file."""
    if not path.is_file():
        return ""
    with Image.open(path) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, picture.width * 5 // 8)))
        small = top.resize((THUMBNAIL, round(top.height * THUMBNAIL / top.width)), Image.Resampling.LANCZOS)
        small = small.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
