"""The colours of the report, by name: one family for figures, pages and paper.

Colour is for status; everything else is ink. Figures are drawn with `LIGHT`; in a page each of
these colours becomes a class, so that the page's style sheet (`press/template/site.css`) can
show `DARK` instead. `PRINT` is for paper that is white already, `MONO` for one ink: there the
shape alone says the status. Contrast of every status colour against the land is at least 3.5 to 1.
"""

LIGHT = {
    "paper": "#FBFAF7",
    "ink": "#1B1F23",
    "muted": "#59616B",
    "rule": "#D9D6CE",
    "land": "#E4E0D6",
    "working": "#1F4E79",
    "closing": "#C2341A",
    "opening": "#0B7A5B",
    "faded": "#6F757C",
    "suspended": "#8A5A00",
    "proposed": "#6B4E9B",
}

DARK = {
    "paper": "#14171A",
    "ink": "#ECE9E2",
    "muted": "#A6ADB5",
    "rule": "#33393F",
    "land": "#2B3035",
    "working": "#74A9E6",
    "closing": "#FF8A6B",
    "opening": "#6FD9A0",
    "faded": "#9BA3AB",
    "suspended": "#E0A93B",
    "proposed": "#B79CE8",
}

PRINT = {
    "paper": "#FFFFFF",
    "ink": "#000000",
    "muted": "#474D54",
    "rule": "#B9B9B9",
    "land": "#E7E7E7",
    "working": "#1A4570",
    "closing": "#B82C12",
    "opening": "#08694E",
    "faded": "#666C73",
    "suspended": "#7D5200",
    "proposed": "#5F4490",
}

MONO = {
    "paper": "#FFFFFF",
    "ink": "#000000",
    "muted": "#4A4A4A",
    "rule": "#B9B9B9",
    "land": "#E7E7E7",
    "working": "#5C5C5C",
    "closing": "#000000",
    "opening": "#111111",
    "faded": "#707070",
    "suspended": "#333333",
    "proposed": "#555555",
}

THEMES = {"light": LIGHT, "dark": DARK, "print": PRINT, "mono": MONO}
