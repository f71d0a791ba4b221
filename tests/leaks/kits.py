"""Tables of kits, all of which belong to a campaign under a guard."""

from scheduler.db import Base
from scheduler.kits.models import Kit, KitItem, KitLink, KitOpening

KIT_TABLES: tuple[type[Base], ...] = (Kit, KitItem, KitLink, KitOpening)
