"""A page that needs nothing beside it but what it names: style within, under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from string import Template

from press.markup import TEMPLATE


def page(template: str, *, title: str, body: str, **values: str) -> str:
    """A template of `press/template` with its values, all of them HTML or CSS already.

    Its policy allows the one style sheet that stands in it, by `$hash`.
    """
    text = (TEMPLATE / template).read_text("utf-8")
    filled = Template(text).safe_substitute(values)
    style = re.search(r"<style>(.*)</style>", filled, re.DOTALL)
    assert style, f"{template} has no style"
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    return Template(filled).substitute(hash=digest, title=title, body=body)


def tokens(template: str) -> list[str]:
    """The colours that a template names, in its order: paper, ink …"""
    text = (TEMPLATE / template).read_text("utf-8")
    return list(dict.fromkeys(re.findall(r"--([a-z]+): #", text)))
