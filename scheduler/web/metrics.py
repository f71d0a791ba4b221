"""Numbers for monitors, in the text format that Prometheus and others read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector, CollectorRegistry
from typing_extensions import override

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that may go up and down, or one for each value of a label; `label` is "" where there is one only."""

    name: str
    description: str
    values: Mapping[str, float]
    label: str = ""


def exposition(metrics: Iterable[Metric]) -> str:
    """Return the lines of all metrics, each with its description."""
    registry = CollectorRegistry()
    registry.register(_Collected(tuple(metrics)))
    return generate_latest(registry).decode()


@dataclass(eq=False, slots=True)
class _Collected(Collector):
    """Hands over what was measured already: nothing is counted in a process, as there are several."""

    metrics: tuple[Metric, ...]

    @override
    def collect(self) -> Iterator[GaugeMetricFamily]:
        for metric in self.metrics:
            family = GaugeMetricFamily(metric.name, metric.description, labels=[metric.label] if metric.label else [])
            for value, number in metric.values.items():
                family.add_metric([value] if metric.label else [], number)
            yield family
