"""The list of publishing tools; a new one is one file and one line here.

Not here: Postiz, which imports no files (gitroomhq/postiz-app, issue 236). Looked for on 27 November 2026.
"""

from scheduler.content.plan_files.buffer import Buffer
from scheduler.content.plan_files.hootsuite import Hootsuite
from scheduler.content.plan_files.protocol import PlanFile
from scheduler.content.plan_files.publer import Publer

# In the order in which pages offer them.
_ALL: tuple[PlanFile, ...] = (Hootsuite(), Buffer(), Publer())
PLAN_FILES = {one.slug: one for one in _ALL}
