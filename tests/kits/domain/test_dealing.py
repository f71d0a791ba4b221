from scheduler.kits.domain.dealing import dealt

X, BLUESKY, FRENCH = ("x", ""), ("bluesky", ""), ("x", "fr")


def test_partners_take_turns_where_there_are_several_posts_for_a_network():
    posts = [(1, {X, BLUESKY}), (2, {X}), (3, {X})]

    assert [next(post for post, places in dealt(posts, turn).items() if X in places) for turn in range(4)] == [
        1,
        2,
        3,
        1,
    ]


def test_nobody_goes_without_what_there_is_once():
    posts = [(1, {X, BLUESKY}), (2, {X, FRENCH})]

    assert dealt(posts, 0) == {1: {X, BLUESKY}, 2: {FRENCH}}
    assert dealt(posts, 1) == {1: {BLUESKY}, 2: {X, FRENCH}}
    assert dealt([], 5) == {}
