"""Plots: the rows of an answer as a picture, PNG or SVG, drawn with matplotlib.

The kind of picture follows from the shape of the answer alone. The *measure* is the first column
of numbers that is no year; *names* are the columns of text.

1. A year and a measure, with at most one row for each year, or for each year and first name: a
   *time series*, a line for every name. More than eight names make a matrix of names and years.
2. A name and a measure, with one row for each name: a *ranking*, in the order of the answer.
3. Two names and a measure, with one row for each pair: a *matrix*.

Any other answer has no plot. ``shapes`` chooses, ``drawing`` draws.
"""

from __future__ import annotations

from .drawing import FORMATS, plot
from .shapes import Chart, Matrix, Ranking, Series, chart_of

__all__ = ["FORMATS", "Chart", "Matrix", "Ranking", "Series", "chart_of", "plot"]
