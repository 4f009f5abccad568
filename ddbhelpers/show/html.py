"""HTML that looks the same wherever a notebook is read.

Three readers set the rules. GitHub takes every ``style`` away, so the elements alone
must carry the meaning (caption, th, rowspan, align, code, b). JupyterLab cleans the
outputs of a notebook that it does not trust, and keeps only plain declarations: no
``inherit``, no ``var()``, no ``<style>``. And each reader has a light and a dark
theme: colours are either translucent over the theme's own, or set both in front and
behind.
"""

from html import escape

from ddbhelpers.words import UUID, cut, shorten_uuids

RULE = "1px solid rgba(128,128,128,0.55)"
HAIR = "1px solid rgba(128,128,128,0.22)"
QUIET = "opacity:0.7"


def element(name: str, content: str, *styles: str, **attributes: object) -> str:
    """Write an element; the content is HTML already, attributes are escaped here.

    >>> element("td", "1", "color:#000000", align="right")
    '<td align="right" style="color:#000000">1</td>'
    """
    given = {key: value for key, value in attributes.items() if value is not None}
    style = ";".join(style for style in styles if style)
    if style:
        given["style"] = style
    written = "".join(f' {key}="{escape(str(value))}"' for key, value in given.items())
    return f"<{name}{written}>{content}</{name}>"


def text(given: str, *, short_ids: bool = True, longest: int | None = None) -> str:
    """Write text as HTML; what was shortened is in the title, to hover over.

    >>> text("a < b")
    'a &lt; b'
    >>> text("MSG#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b")
    '<span title="MSG#3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b">MSG#3f2b8c1e…</span>'
    """
    shown = shorten_uuids(given) if short_ids and UUID.search(given) else given
    shown = cut(shown, longest) if longest else shown
    body = escape(shown, quote=False).replace("\n", "<br>")
    return body if shown == given else element("span", body, title=given)


def code(content: str) -> str:
    """Write a key or a name in the fixed-width face, without JupyterLab's box."""
    style = "background-color:transparent;padding:0;font-size:100%;white-space:nowrap"
    return element("code", content, style)
