"""What charts and maps are drawn with: palette, signs, words and the room they find.

The style sheet works alone too, `plt.style.use("footprint.drawing.footprint")`: to find it,
matplotlib imports this package, which makes its typefaces known.
"""

from footprint.drawing.style import register_fonts

register_fonts()
