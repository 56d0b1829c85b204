"""Every claim in the articles on a story, once: who says it, who denies it, in which words, from how many origins.

    import claimx

    articles = claimx.load_articles("my-articles/")
    report = claimx.run(articles, model=claimx.Model("gpt-5-mini"))
    claimx.write(report, "out/report.html")

The names stand in `__init__.pyi` and are loaded when they are first used, so that `import claimx` costs next to
nothing.
"""

import lazy_loader

from claimx._version import __version__ as __version__

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
