"""The report as one page that opens from a disk, fetches nothing, and lets no article act.

Python reads the report and settles everything that counts characters, in code points; what the page gets are pieces of
text and numbers of claims (`shapes`). The page's own script turns them into elements, and never into markup. A
notebook's cell (`notebook`) has no script at all.
"""

from claimx.writers.html.notebook import ReportView, display
from claimx.writers.html.page import render_html

__all__ = ["ReportView", "display", "render_html"]
