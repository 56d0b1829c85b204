"""Articles about one event out of a stream: by rare words, names, figures and dates, without a model.

`reading` says what an article is known by, `weighing` what each term weighs, `open_story` what a story says as a whole,
`shelf` which stories an article may belong to, `likeness` how alike they are, `placing` where it goes. `stream` adds
the clock and closes stories; `gatherer` is the door. All pure: no model, no files, no network.
"""

from claimx.gathering.gatherer import MOST, WINDOW, Gatherer, gather

__all__ = ["MOST", "WINDOW", "Gatherer", "gather"]
