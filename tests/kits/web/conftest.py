import pytest

from tests.content.stage import NOW
from tests.content.web import conftest as content
from tests.content.web.house import House
from tests.fakes import FakeClock
from tests.kits.web.desk import Desk

house = content.house


@pytest.fixture
def desk(house: House, clock: FakeClock) -> Desk:
    clock.moment = NOW
    return Desk(house, clock).start()
