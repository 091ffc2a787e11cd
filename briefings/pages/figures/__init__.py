"""Figures as SVG: a pure function each, from what a document holds to markup with its text alternative and caption.

`drawing` escapes every text, so that the result may stand in a page as it is.
"""

from briefings.pages.figures.deals import deal_plot
from briefings.pages.figures.drawing import NARROW, WIDTH
from briefings.pages.figures.map import locator_map
from briefings.pages.figures.outlines import read_outlines
from briefings.pages.figures.table import table_plan
from briefings.pages.figures.timeline import timeline

__all__ = ["NARROW", "WIDTH", "deal_plot", "locator_map", "read_outlines", "table_plan", "timeline"]
