"""Says in words which device a log-in is on, and from which network it came."""

from flask_babel import gettext as _

from scheduler.accounts.domain.devices import device_of
from scheduler.accounts.domain.networks import Reach, reach_of


def device_label(user_agent: str) -> str:
    """Return like `Firefox on Linux`."""
    device = device_of(user_agent)
    names = {"browser": device.browser, "system": device.system}
    if device.browser and device.system:
        return _("%(browser)s on %(system)s", **names)
    return device.browser or device.system or _("A browser that does not give its name")


def network_label(network: str) -> str:
    """Return like `from the network 93.184.216.0/24`; single addresses are not known."""
    match reach_of(network):
        case Reach.OWN_MACHINE:
            return _("from the server’s own machine")
        case Reach.PRIVATE:
            return _("from a local network (%(network)s)", network=network)
        case Reach.PUBLIC:
            return _("from the network %(network)s", network=network)
        case Reach.UNKNOWN:
            return _("from an unknown network")
