"""What charts and maps are drawn with: palette, signs, words and the room they find."""
