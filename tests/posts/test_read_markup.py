"""HTML turned into words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.posts.readers.markup import read_html


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("plain", "plain"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("a\n   b", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<b>bo</b>ld", "bold"),
        ("a &amp; b &lt;c&gt; &eacute; &#233;", "a & b <c> é é"),
        ("3 < 4 and I <3 you", "3 < 4 and I <3 you"),
        ("a<!-- not seen -->b", "ab"),
        ("a <!-- b", "a <!-- b"),
        ('<img alt="A dog" src=x>', "A dog"),
        ("<a title='1 > 2' href=x>y</a>", "y"),
        ('<span class="invisible">https://</span><span>a.example</span>', "https://a.example"),
    ],
)
def test_words_and_line_breaks_are_kept(html, words):
    assert read_html(html)[0] == words


def test_links_are_listed_once_without_mentions_and_hashtags():
    html = '<a href="u">1</a><a href=u>2</a><a class="mention u-url" href="m">@a</a><a class=hashtag href=h>#b</a><a href="v">3</a>'
    assert read_html(html)[1] == ("u", "v")


@given(st.text("<>!-/abp='\"&#9; \n", max_size=60))
def test_any_text_is_read(html):
    words, links = read_html(html)
    assert words == words.strip("\n ")
    assert all(isinstance(link, str) for link in links)


@pytest.mark.parametrize(
    "html",
    [
        "<!--" * 250_000,
        "<a " * 300_000,
        "<" * 1_000_000,
        "<" + "a" * 1_000_000,
        '<a "' * 250_000,
        f"<a {'a' * 1_000_000}>",
        f"<a a{' ' * 1_000_000}>",
        f"<pre>{' ' * 1_000_000}x",
        f"&#{'9' * 1_000_000};",
    ],
    ids=lambda html: html[:6],
)
def test_no_input_takes_long(html):
    start = time.process_time()
    read_html(html)
    assert time.process_time() - start < 5
