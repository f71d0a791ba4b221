"""What the networks' own tests and pages say of lengths, links and hashtags."""

import pytest

from scheduler.content.channels.bluesky import BLUESKY
from scheduler.content.channels.facebook import FACEBOOK
from scheduler.content.channels.instagram import INSTAGRAM
from scheduler.content.channels.linkedin import LINKEDIN
from scheduler.content.channels.mastodon import MASTODON
from scheduler.content.channels.threads import THREADS
from scheduler.content.channels.x import X
from scheduler.content.domain.text_length import find_hashtags, graphemes

LINK = "x" * 23
B30 = "b" * 30


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        # mastodon/mastodon, spec/validators/status_length_validator_spec.rb, read on 2026-11-26.
        ("a" * 476 + f" http://{B30}.com/example", "a" * 476 + " " + LINK),
        ("a" * 476 + f"http://{B30}.com/example", "a" * 476 + f"http://{B30}.com/example"),
        ("http://example.com/valid?" + "#foo?" * 1000,) * 2,
        ("a" * 475 + f" @alice@{B30}.com", "a" * 475 + " @alice"),
        (f"@alice@{'b' * 500}.com",) * 2,
        ("✨" * 500,) * 2,
        ("🏳️‍⚧️" * 500,) * 2,
        # mastodon/mastodon, app/javascript/mastodon/features/compose/util/counter.test.ts, 2026-11-26. It shortens
        # addresses without a scheme too, which the server counts in full.
        ("hello world",) * 2,
        ("see https://example.com here", f"see {LINK} here"),
        ("look https://example.com/🐪/#camel here", f"look {LINK} here"),
        ("besøk https://grå.org/ idag", f"besøk {LINK} idag"),
        ("参观 https://慕田峪长城.网址/ 今天", f"参观 {LINK} 今天"),
        ("hi @bob@example.com", "hi @bob"),
        ("hi @bob",) * 2,
        ("@bob@example.com look https://example.com", f"@bob look {LINK}"),
        ("mail arnt@grå.org for details",) * 2,
        ("hi @arnt@grå.org", "hi @arnt"),
        ("hi @user@慕田峪长城.网址", "hi @user"),
        ("greet @arnt@grå.org, then go", "greet @arnt, then go"),
        ("foo@arnt@grå.org",) * 2,
        ("https://example.com/@arnt@grå.org", LINK),
        ("@info@सार्वभौमिक-स्वीकृति-परीक्षण.संगठन @info@ยูเอทดสอบ.ไทย", "@info @info"),
        ("https://どこでもつかえる.みんな https://다국어도메인이용환경테스트.한국", f"{LINK} {LINK}"),
        # config/initializers/twitter_regex.rb of the same: what may stand before, and which paths there are.
        ("詳しくはhttps://example.org/report/2026", f"詳しくは{LINK}"),
        ("详情：https://example.org/报告、谢谢", f"详情：{LINK}"),
        ("자세히https://example.org/보고서 참고", f"자세히{LINK} 참고"),
        ("(https://en.wikipedia.org/wiki/Primer_(film))", f"({LINK})"),
        ("e.org https://e.org https://no.tld-here x@https://e.org", f"e.org {LINK} https://no.tld-here x@https://e.org"),
    ],
)  # fmt: skip
def test_mastodon(text, counted):
    found = MASTODON.count(text)

    assert (found.used, found.over) == (graphemes(counted), graphemes(counted) > 500)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        # twitter-text, conformance/validate.yml, "lengths", read on 2026-11-26.
        ("This is a test.", 15),
        ("http://test.com", 23),
        ("https://test.com", 23),
        ("test.com", 23),
        ("Test https://test.com test https://test.com test.com test", 86),
        # The same with the weights of configuration 3 (docs.x.com, counting characters): those texts weigh 2 a sign.
        ("저찀쯿쿿", 8),
        ("H🐱☺", 5),
        ("の" * 140, 280),
        ("🐱" * 140, 280),
        ("A lié géts halfway arøünd thé wørld béføré http://bit.ly/dJpywL", 43 + 23),
        ("詳しくはhttps://example.org/report/2026", 31),
    ],
)  # fmt: skip
def test_x(text, weight):
    assert X.count(text).used == weight


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "はhttps://e.org/1 とhttps://e.org/2 、https://e.org/3 ・https://e.org/4 ｡https://e.org/5 やhttps://e.org/6",
            6,
        ),
        ("см.https://дети.рф/1 и:https://дети.рф/2 «https://дети.рф/3» www.дети.рф https://e.org https://e.org/5", 6),
        ("ดูhttps://e.org/1 https://e.org/1 https://e.org/1", 1),
    ],
)
def test_threads_counts_different_links_in_any_script(text, links):
    found = THREADS.count(text)

    # "At most 5 links", Meta developer documentation, Threads posts, read on 2026-11-21.
    assert found.over is (links > 5)
    assert [remark.used for remark in found.remarks] == ([links] if links > 5 else [])


@pytest.mark.parametrize(
    ("text", "bluesky", "utf16"),
    [
        # Bluesky: graphemes (lexicon app.bsky.feed.post, maxGraphemes); the others: UTF-16 units (Buffer's guide).
        ("👨‍👩‍👧‍👦", 1, 11),
        ("🇺🇦🇵🇭", 2, 8),
        ("हिन्दी", 2, 6),
        ("e\u0301té", 3, 4),
        ("詳しくはhttps://example.org/report", 30, 30),
    ],
)
def test_networks_that_count_links_in_full(text, bluesky, utf16):
    assert BLUESKY.count(text).used == bluesky
    assert {channel.count(text).used for channel in (LINKEDIN, INSTAGRAM, FACEBOOK)} == {utf16}


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        # twitter-text, conformance/extract.yml, "hashtags", read on 2026-11-26.
        ("this is #hashtag1", 1),
        ("#1hashtag is this", 1),
        ("On the #16 bus", 0),
        ("(#hashtag1 )#hashtag2 [#hashtag3 ]#hashtag4 ’#hashtag5’#hashtag6", 6),
        ("What is #트위터 anyway?", 1),
        ("#カタカナ is a hashtag", 1),
        ("日本語ハッシュテスト。#日本語ハッシュタグ", 1),
        ("日本語ハッシュタグ#日本語ハッシュタグ", 0),
        ("できましたよー！＃日本語ハッシュタグ。", 1),
        ("#hashtag: #hashtag; #hashtag, #hashtag. #hashtag! #hashtag?", 6),
        (":#hashtag ;#hashtag ,#hashtag .#hashtag !#hashtag ?#hashtag", 6),
        ("#hashtag\ntest\n#hashtag2\ntest\n#hashtag3\n", 3),
        ("http://twitter.com/#hashtag", 0),
        ("#سیاست #ایران #السياسة #السياح #لغات", 5),
        ("#महात्मा #महात्मा_१२३४ #१२३४ गांधी", 2),
        ("#বাংলা #ગુજરાતી #ಕನ್ನಡ #മലയാളം #ଓଡ଼ିଆ", 5),
    ],
)
def test_hashtags(text, hashtags):
    assert len(find_hashtags(text)) == hashtags
