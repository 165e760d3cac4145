"""A file of plain text is one post."""


def test_the_whole_file_is_the_text(posts):
    (post,) = posts("Road work on Elm.\n\nExpect delays.\n", "draft.txt")
    assert (post.id, post.text) == ("post-1", "Road work on Elm.\n\nExpect delays.")


def test_only_the_end_of_the_last_line_is_left_off(posts):
    assert posts("  one \r\ntwo\n\r\n", "draft.txt")[0].text == "  one \r\ntwo\n"


def test_long_text_is_kept_whole(posts):
    words = "word " * 500_000
    assert posts(words, "draft.txt")[0].text == words


def test_the_id_may_be_given(posts):
    assert posts("Hello.", "draft.txt", id="draft-7")[0].id == "draft-7"


def test_the_account_is_the_one_given(posts):
    assert posts("Hello.", "draft.txt", account="official")[0].account == "official"


def test_a_byte_order_mark_is_no_part_of_the_text(posts):
    assert posts(b"\xef\xbb\xbfHello.", "draft.txt")[0].text == "Hello."


def test_blank_text_is_a_problem(problem):
    assert problem(" \u00a0\n", "draft.txt") == (
        "draft.txt:1: The post has neither text nor media. Give it at least one of them."
    )
