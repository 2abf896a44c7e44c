"""HTML as the server reads it: which tags, at which UTF-16 offsets, refused in which words."""

import pytest

from bot.demo.telegram import Refusal
from bot.demo.telegram.html import parse, render
from bot.demo.telegram.texts import Reader


def nobody(user_id: int) -> None:
    """A server where no user can be mentioned."""


def read(source: str, **options: object) -> tuple[str, list[dict[str, object]]]:
    formatted = Reader(nobody, **options).read(source, "HTML", None)
    return formatted.text, formatted.entities


@pytest.mark.parametrize(
    "source,kind",
    [
        ("<b>a</b>", "bold"),
        ("<strong>a</strong>", "bold"),
        ("<i>a</i>", "italic"),
        ("<em>a</em>", "italic"),
        ("<u>a</u>", "underline"),
        ("<ins>a</ins>", "underline"),
        ("<s>a</s>", "strikethrough"),
        ("<strike>a</strike>", "strikethrough"),
        ("<del>a</del>", "strikethrough"),
        ("<tg-spoiler>a</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">a</span>', "spoiler"),
        ("<code>a</code>", "code"),
        ("<pre>a</pre>", "pre"),
        ("<blockquote>a</blockquote>", "blockquote"),
        ("<blockquote expandable>a</blockquote>", "expandable_blockquote"),
    ],
)
def test_tag_becomes_its_entity(source, kind):
    assert read(source) == ("a", [{"type": kind, "offset": 0, "length": 1}])


def test_tags_with_attributes_say_more():
    assert read('<pre><code class="language-python">a</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]
    assert read('<a href="https://example.org/?a=1&amp;b=2">a</a>')[1] == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/?a=1&b=2"}
    ]
    assert read('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>')[1] == [
        {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5368324170671202286"}
    ]
    assert read('<tg-time unix="1760612400" format="wDt">mai</tg-time>')[1] == [
        {"type": "date_time", "offset": 0, "length": 3, "unix_time": 1760612400, "date_time_format": "wDt"}
    ]


def test_offsets_count_utf16_units():
    text, entities = read("👩‍👩‍👧 <b>Lân</b>")

    assert text == "👩‍👩‍👧 Lân"
    assert entities == [{"type": "bold", "offset": 9, "length": 3}]


def test_nested_tags_are_kept_outermost_first():
    assert [entity["type"] for entity in read("<b>a<i>b</i></b>")[1]] == ["bold", "italic"]


def test_nothing_is_formatted_inside_code():
    assert read("<b>a<code>b</code>c</b>")[1] == [
        {"type": "bold", "offset": 0, "length": 1},
        {"type": "code", "offset": 1, "length": 1},
        {"type": "bold", "offset": 2, "length": 1},
    ]


def test_named_and_numbered_characters_are_read():
    assert read("&lt;&gt;&amp;&quot;&#65;&#x1F44B; &nbsp; a &amp b")[0] == '<>&"A👋 &nbsp; a & b'


def test_links_and_commands_are_found_by_the_server():
    text, entities = read("see https://t.me/x?start=a, /book@coach_calendar_bot @huy_coach #gym a@b.com")

    assert [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in entities] == [
        ("url", "https://t.me/x?start=a"),
        ("bot_command", "/book@coach_calendar_bot"),
        ("mention", "@huy_coach"),
        ("hashtag", "#gym"),
        ("email", "a@b.com"),
    ]


def test_link_to_nowhere_is_dropped():
    assert read('<a href="javascript:alert(1)">a</a>') == ("a", [])


@pytest.mark.parametrize(
    "source,why",
    [
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ơ<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>a</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=a/b>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)  # fmt: skip
def test_bad_html_is_refused_in_the_servers_words(source, why):
    with pytest.raises(Refusal) as refused:
        parse(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    "attributes",
    ['unix="tomorrow"', "", 'unix="1760612400" format="rt"', 'unix="1760612400" format="x"'],
)
def test_time_that_is_none_is_refused(attributes):
    with pytest.raises(Refusal, match="Invalid date"):
        read(f"<tg-time {attributes}>a</tg-time>")


def test_older_server_does_not_know_the_time_tag():
    with pytest.raises(Refusal, match='Unsupported start tag "tg-time" at byte offset 0'):
        read('<tg-time unix="1760612400">mai</tg-time>', unsupported_tags=frozenset({"tg-time"}))


def test_markdown_is_refused():
    with pytest.raises(Refusal, match="MarkdownV2 is not served here, use HTML"):
        Reader(nobody).read("*a*", "MarkdownV2", None)


def test_white_space_around_is_cut_and_offsets_follow():
    assert read("\n  x <b> bold </b>\n\n") == ("x  bold", [{"type": "bold", "offset": 2, "length": 5}])


async def test_entities_may_be_given_instead_of_tags(call, lan):
    bold = {"type": "bold", "offset": 0, "length": 2}
    status, sent = await call("sendMessage", chat_id=lan.user_id, text="hi", entities=[bold])
    assert (status, sent["entities"]) == (200, [bold])

    status, why = await call("sendMessage", chat_id=lan.user_id, text="hi", entities=[bold | {"length": 3}])
    assert (status, why) == (
        400,
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2",
    )


@pytest.mark.parametrize(
    "source",
    [
        "a &lt;b&gt; <b>c <i>d</i></b> &amp; <code>e</code>",
        '<pre><code class="language-python">x = 1</code></pre>',
        '<blockquote expandable>👋 <a href="https://example.org/">x</a></blockquote>',
        '<tg-time unix="1760612400" format="t">18:00</tg-time>',
    ],
)
def test_html_is_given_back_as_it_was(source):
    assert render(*read(source)) == source
