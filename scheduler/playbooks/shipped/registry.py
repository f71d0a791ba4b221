"""The playbooks that ship; a new one is one file and one line here."""

from scheduler.playbooks.shipped.awareness_day import AWARENESS_DAY
from scheduler.playbooks.shipped.legislative_moment import LEGISLATIVE_MOMENT
from scheduler.playbooks.shipped.protocol import ShippedPlaybook
from scheduler.playbooks.shipped.report_launch import REPORT_LAUNCH

SHIPPED: tuple[ShippedPlaybook, ...] = (AWARENESS_DAY, LEGISLATIVE_MOMENT, REPORT_LAUNCH)
