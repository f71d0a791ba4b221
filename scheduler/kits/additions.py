"""What kits add to the server: openings that wait in memory are written when it ends."""

from scheduler.kits.views.partner import write_openings
from scheduler.web.additions import Additions

KIT_ADDITIONS = Additions(at_end=write_openings)
