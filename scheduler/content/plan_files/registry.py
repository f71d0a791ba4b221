"""The list of publishing tools; a new one is one file and one line here.

Not here, as no document was found that names their columns: Buffer; Publer, whose pages speak of six, eleven and twelve
columns and name four. Postiz imports no files (gitroomhq/postiz-app, issue 236). Looked for on 26 November 2026.
"""

from scheduler.content.plan_files.hootsuite import Hootsuite
from scheduler.content.plan_files.protocol import PlanFile

# In the order in which pages offer them.
_ALL: tuple[PlanFile, ...] = (Hootsuite(),)
PLAN_FILES = {one.slug: one for one in _ALL}
