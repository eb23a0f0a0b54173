"""The identity of a figure in the words that other programs read: one RDF for SVG, PNG and PDF.

Dublin Core says what it is; XMP Rights, Creative Commons and IPTC what may be done with it and
how to describe it to who cannot see it; a namespace of our own which edition it is and how it is
sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cc": "http://creativecommons.org/ns#",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "passport": "urn:uuid:8a0a1b0e-5a07-5d5c-9c0e-2f6f8d1b7c41#",
}
# What a file is known by. Of the passport, the keys are kept under their own names.
IDENTITY = (
    "id", "name", "title", "report", "version", "as_of", "released", "data_sha256",
    "parameters_sha256", "seal", "cite_as",
)  # fmt: skip
_LONGEST = 1000
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPENING = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_CLOSING = '\n<?xpacket end="r"?>'

for _prefix, _space in _SPACES.items():
    ElementTree.register_namespace(_prefix, _space)


def rdf(passport: Mapping[str, Any], *, kind: str, seal: str) -> str:
    """`rdf:RDF` of a figure. `kind` is the media type of the file, `seal` that of what it shows."""
    root = Element(_name("rdf:RDF"))
    about = SubElement(root, _name("rdf:Description"), {_name("rdf:about"): ""})
    whole = f"{passport['report']}, edition {passport['version']}"
    terms = f"{passport['licence']} {passport['licence_url']}".strip()
    cited = passport["cite_as"]["text"]
    _text(about, "dc:format", kind)
    _text(about, "dc:identifier", passport["id"])
    _words(about, "dc:title", passport["title"])
    _words(about, "dc:description", passport["alt"])
    _list(about, "dc:creator", "Seq", [passport["author"]])
    _words(about, "dc:rights", terms)
    _text(about, "dc:source", whole)
    _list(about, "dc:relation", "Bag", [source["text"] for source in passport["sources"]])
    _text(about, "xmpRights:Marked", "True")
    _words(about, "xmpRights:UsageTerms", f"{terms}. Cite as: {cited}")
    _text(about, "xmpRights:WebStatement", passport["licence_url"])
    if passport["licence_url"]:
        license_ = {_name("rdf:resource"): clean(passport["licence_url"])}
        SubElement(about, _name("cc:license"), license_)
    _text(about, "cc:attributionName", f"{passport['author']}: {whole}")
    _text(about, "photoshop:Credit", passport["author"])
    _words(about, "iptc:AltTextAccessibility", passport["alt"])
    _words(about, "iptc:ExtDescrAccessibility", passport["description"])
    own = {**passport, "seal": seal, "cite_as": cited}
    for key in IDENTITY:
        _text(about, f"passport:{key}", own[key])
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode")


def packet(passport: Mapping[str, Any], *, kind: str, seal: str) -> str:
    """The same as an XMP packet, as PNG and PDF hold it."""
    inside = rdf(passport, kind=kind, seal=seal)
    return f'{_OPENING}<x:xmpmeta xmlns:x="adobe:ns:meta/">\n{inside}\n</x:xmpmeta>{_CLOSING}'


def parse(content: bytes | str) -> Element:
    """XML of a stranger. Raises ValueError where it is broken, or has entities of its own."""
    try:
        root: Element = fromstring(content)
    except (ElementTree.ParseError, RecursionError, LookupError) as error:
        raise ValueError(f"its XML is broken: {error}") from None
    except DefusedXmlException:
        raise ValueError("its XML has entities of its own, which are not followed") from None
    return root


def read(root: Element) -> dict[str, str]:
    """What a file says of itself, by the names of `IDENTITY`; empty where it is none of a press."""
    found = {}
    for key in IDENTITY:
        element = root.find(f".//{_name(f'passport:{key}')}")
        if element is not None and element.text:
            found[key] = element.text.strip()[:_LONGEST]
    return found


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _text(parent: Element, name: str, text: str) -> None:
    if text:
        SubElement(parent, _name(name)).text = clean(text)


def _words(parent: Element, name: str, text: str) -> None:
    """A text in a language, as XMP wants it: one of several, of which there is one."""
    if text:
        items = SubElement(SubElement(parent, _name(name)), _name("rdf:Alt"))
        SubElement(items, _name("rdf:li"), {_LANGUAGE: "x-default"}).text = clean(text)


def _list(parent: Element, name: str, kind: str, texts: Iterable[str]) -> None:
    if known := [text for text in texts if text]:
        items = SubElement(SubElement(parent, _name(name)), _name(f"rdf:{kind}"))
        for text in known:
            SubElement(items, _name("rdf:li")).text = clean(text)


def clean(text: object) -> str:
    """A text without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", str(text))
