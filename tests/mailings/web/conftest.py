import pytest

from tests.content.stage import NOW
from tests.content.web import conftest as content
from tests.content.web.house import House
from tests.fakes import FakeClock
from tests.mailings.web.desk import MessageDesk

house = content.house


@pytest.fixture
def desk(house: House, clock: FakeClock) -> MessageDesk:
    clock.moment = NOW
    desk = MessageDesk(house, clock)
    desk.start()
    return desk
