"""The Matplotlib backend of the modules that are run: ``plt.show()`` shows nothing.

``figures.take`` fetches the figures when a cell has ended.
"""

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_svg import FigureCanvasSVG


class FigureManager(FigureManagerBase):
    """A window that is none."""

    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """Do nothing."""


class FigureCanvas(FigureCanvasSVG):
    """What Matplotlib draws on."""

    manager_class = FigureManager
