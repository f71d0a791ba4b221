"""Writes numbers in the text format that Prometheus and others read, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/, read 2026-11-27.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that may go up and down, or one for each value of a label; `label` is "" where there is one only."""

    name: str
    description: str
    values: Mapping[str, float]
    label: str = ""


def exposition(metrics: Iterable[Metric]) -> str:
    """Return the lines of all metrics, each with its description."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> list[str]:
    head = [f"# HELP {metric.name} {metric.description}", f"# TYPE {metric.name} gauge"]
    return head + [f"{metric.name}{_labels(metric, value)} {number:.15g}" for value, number in metric.values.items()]


def _labels(metric: Metric, value: str) -> str:
    return f'{{{metric.label}="{value.translate(_ESCAPES)}"}}' if metric.label else ""
