"""How is a drawing said in fewer words? Takes out of an SVG what draws nothing, and joins what is drawn alike."""

import re
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
CIRCLE = re.compile(r"M0 ([\d.]+)(?:C[-\d. ]+){8}z?")  # how matplotlib draws a round marker
GROUP, LINK, PATH, TEXT, SPAN, DEFS, USE = (
    f"{{{SVG}}}{tag}" for tag in ("g", "a", "path", "text", "tspan", "defs", "use")
)


def tidy(root: ET.Element) -> None:
    """Shorten an SVG, in place; it looks the same, and links that stand side by side become one."""
    for element in root.iter():
        _tidy_element(element)
    _unwrap(root)
    _lift_clips(root)
    _join(root)
    _draw_dots(root)


def _tidy_element(element: ET.Element) -> None:
    """Leave out the style sheet, white space, empty turns and needless digits of one element."""
    for child in list(element):
        if child.tag in (f"{{{SVG}}}style", f"{{{SVG}}}metadata"):
            element.remove(child)
    if element.tag not in (TEXT, SPAN):
        element.text = None
    if element.tag != SPAN:
        element.tail = None
    if "d" in element.attrib:
        element.set("d", shorter_path(element.attrib["d"]))
    if re.match(r"rotate\(-?0 ", element.get("transform", "")):
        del element.attrib["transform"]
    if element.tag in (TEXT, USE):
        for side in ("x", "y"):
            if re.fullmatch(r"-?\d+\.\d+", element.get(side, "")):
                element.set(side, f"{round(float(element.attrib[side]), 1) + 0:g}")
    style = re.sub(r"\s*([:;,])\s*", r"\1", element.attrib.pop("style", ""))
    if "clip-path" in element.attrib:  # as a style it can be shared
        style = f"clip-path:{element.attrib.pop('clip-path')};{style}".rstrip(";")
    if style:
        element.set("style", style)


def shorter_path(path: str) -> str:
    """Return the data of a path without needless spaces; upright and level lines get their short form.

    >>> shorter_path("M 0 288 \\nL 460.8 288 \\nL 460.8 0 \\nL 2 3 \\nz\\n")
    'M0 288H460.8V0L2 3z'
    """
    parts, at = [], ("", "")
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        values = numbers.split()
        to = (values[-2], values[-1]) if len(values) > 1 else ("", "")
        if command == "L" and len(values) == 2 and to[1] == at[1]:
            parts.append(f"H{to[0]}")
        elif command == "L" and len(values) == 2 and to[0] == at[0]:
            parts.append(f"V{to[1]}")
        else:
            parts.append(command + " ".join(values))
        at = to
    return "".join(parts)


def _unwrap(parent: ET.Element) -> None:
    """Replace each group that has no attributes by what it holds; drop empty definitions."""
    children: list[ET.Element] = []
    for child in list(parent):
        _unwrap(child)
        children += list(child) if child.tag == GROUP and not child.attrib else [child]
        parent.remove(child)
    parent.extend(c for c in children if len(c) or c.tag != DEFS)


def _lift_clips(parent: ET.Element) -> None:
    """Turn a link around a clipped group into a clipped group around a link, so that neighbours can join."""
    for place, child in enumerate(list(parent)):
        _lift_clips(child)
        inner = child[0] if child.tag == LINK and len(child) == 1 else None
        if inner is not None and inner.tag == GROUP and set(inner.attrib) == {"style"}:
            group = ET.Element(GROUP, {"style": inner.attrib["style"]})
            link = ET.SubElement(group, LINK, dict(child.attrib))
            link.extend(list(inner))
            parent[place] = group


def _join(parent: ET.Element) -> None:
    """Join neighbours that are the same but for what they hold: groups, links, and lines of one style."""
    kept: list[ET.Element] = []
    for child in list(parent):
        parent.remove(child)
        last = kept[-1] if kept else None
        if last is not None and _alike(last, child):
            if child.tag == PATH:
                last.set("d", last.attrib["d"] + child.attrib["d"])
            else:
                last.extend(list(child))
        else:
            kept.append(child)
    parent.extend(kept)
    for child in kept:
        _join(child)


def _alike(a: ET.Element, b: ET.Element) -> bool:
    """Tell whether two neighbours can be one: lines only where they do not shine through each other."""
    if a.tag != b.tag or "id" in a.attrib or "id" in b.attrib:
        return False
    if a.tag == PATH:
        style = a.get("style", "")
        return (
            style == b.get("style")
            and "fill:none" in style
            and "opacity" not in style
            and set(a.attrib)
            == {
                "d",
                "style",
            }
            == set(b.attrib)
        )
    return a.tag in (GROUP, LINK) and a.attrib == b.attrib


def _draw_dots(root: ET.Element) -> None:
    """Say a run of equal round markers as one line of dots: a quarter of the length."""
    radius = {}
    for path in root.iter(PATH):
        found = CIRCLE.fullmatch(path.get("d", ""))
        if found and "id" in path.attrib:
            radius[f"#{path.attrib['id']}"] = float(found[1])
    for parent in list(root.iter()):
        runs: list[list[ET.Element]] = []
        for child in list(parent):
            parent.remove(child)
            same = runs and child.tag == USE and runs[-1][0].tag == USE and _look(runs[-1][0]) == _look(child)
            if same:
                runs[-1].append(child)
            else:
                runs.append([child])
        for run in runs:
            dotted = len(run) > 2 and run[0].tag == USE and run[0].get(HREF) in radius
            parent.extend([_dots(run, radius[run[0].attrib[HREF]])] if dotted else run)


def _look(marker: ET.Element) -> tuple[str | None, str | None]:
    return marker.get(HREF), marker.get("style")


def _dots(run: list[ET.Element], radius: float) -> ET.Element:
    """Return one path with a round dot where each marker stood."""
    style = dict(rule.split(":", 1) for rule in run[0].get("style", "").split(";") if ":" in rule)
    fill = style.get("fill", "#000")
    edge = float(style.get("stroke-width", "1").removesuffix("px")) if style.get("stroke", "none") == fill else 0
    opacity = f";stroke-opacity:{style['fill-opacity']}" if "fill-opacity" in style else ""
    pen = f"fill:none;stroke:{fill};stroke-width:{2 * radius + edge:.4g};stroke-linecap:round{opacity}"
    return ET.Element(PATH, {"d": "".join(f"M{m.get('x', '0')} {m.get('y', '0')}h0" for m in run), "style": pen})
