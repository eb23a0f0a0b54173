"""How wide the columns of a printed table are."""

from press.columns import fits, widths

WORDS = ["Port-au-Prince", "Santo Domingo"]
LONG = ["x " * 60, "y " * 40]


def test_no_column_is_narrower_than_its_longest_word() -> None:
    given = widths([WORDS, LONG, ["unbreakable_identifier"]], room=60)
    assert given[0] >= len("Domingo")
    assert given[2] >= len("unbreakable_identifier")


def test_short_columns_stand_whole_and_the_long_one_gets_the_rest() -> None:
    short, long = widths([WORDS, LONG], room=80)
    assert short >= len("Port-au-Prince")
    assert long > 3 * short
    assert short + long <= 80 + 1e-6


def test_a_table_that_fits_is_known() -> None:
    assert fits([["ab"], ["cd"]], room=10)
    assert not fits([["ab"], LONG], room=80)


def test_rounding_leaves_no_room_that_is_given_for_ever() -> None:
    texts = [["x" * width, "y " * (3 + 7 * width % 40)] for width in range(1, 9)]
    for room in range(30, 200):
        assert sum(widths(texts, room=room)) <= max(room, 20 + sum(range(1, 9))) + 1e-3
