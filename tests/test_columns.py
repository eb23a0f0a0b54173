"""How wide the columns of a printed table are."""

from press.columns import fits, length, widths

WORDS = ["Port-au-Prince", "Santo Domingo"]
LONG = ["x " * 60, "y " * 40]


def test_no_column_is_narrower_than_its_longest_word() -> None:
    given = widths([WORDS, LONG, ["unbreakable_identifier"]], room=60)
    assert given[0] >= length("Domingo")
    assert given[2] >= length("unbreakable_identifier")


def test_short_columns_stand_whole_and_the_long_one_gets_the_rest() -> None:
    short, long = widths([WORDS, LONG], room=80)
    assert short >= length("Port-au-Prince")
    assert long > 3 * short
    assert short + long <= 80 + 1e-6


def test_a_table_that_fits_is_known() -> None:
    assert fits([["ab"], ["cd"]], room=11)
    assert not fits([["ab"], LONG], room=80)


def test_rounding_leaves_no_room_that_is_given_for_ever() -> None:
    texts = [["x" * width, "y " * (3 + 7 * width % 40)] for width in range(1, 9)]
    for room in range(30, 200):
        assert sum(widths(texts, room=room)) <= max(room, 24 + sum(range(1, 9))) + 1e-3


def test_what_has_a_hyphen_or_a_dash_stays_on_one_line() -> None:
    for text in ("2024-09-16", "2000–2005", "Port-au-Prince"):
        assert widths([[text], LONG], room=40)[0] >= length(text)


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert length("Mozambique") > length("0" * 10) > length("illicitly.")
