"""What is done beside the text of the hidden item."""

from tests.leaks.checks import override_pictures
from tests.leaks.pair import Pair
from tests.leaks.pictures import take_back_picture
from tests.leaks.press import quote_somebody
from tests.leaks.sent import send_to_the_press


def act_beside(pair: Pair) -> None:
    """Override a check, send it to the press, take a picture back, and quote somebody."""
    override_pictures(pair)
    send_to_the_press(pair)
    take_back_picture(pair)
    quote_somebody(pair)
