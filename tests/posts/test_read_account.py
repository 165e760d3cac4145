"""Whose account a post is on: what it says, or else what the option says, and never two things."""


def test_the_option_is_for_posts_that_do_not_say(posts):
    assert posts({"text": "a"}, "a.json", account="personal")[0].account == "personal"


def test_a_post_may_say_the_same(posts):
    assert posts("text,account\na,official\n", "a.csv", account="official")[0].account == "official"


def test_without_either_it_is_not_said(posts):
    assert posts({"text": "a"}, "a.json")[0].account == ""


def test_a_post_that_says_another_account_is_a_problem(told):
    assert told('{"text": "a", "account": "official"}\n{"text": "b"}', "a.jsonl", account="personal") == [
        "a.jsonl:1: The post says official, the option says personal. Change one of them.",
        "post-2",
    ]
