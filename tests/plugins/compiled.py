"""What an application compiles, kept for all applications of a test process: it costs more than most tests."""

from collections.abc import Callable, Iterator
from types import CodeType
from typing import ClassVar

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from typing_extensions import override
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class KeptTemplates(BytecodeCache):
    """Templates by their source; a changed one is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class KeptRule(Rule):
    """A route; the functions that build its address are bound to it late, so that it can share them."""

    builders: ClassVar[dict[object, Builder]] = {}

    @override
    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        made_of = (self.rule, tuple(self._trace), append_unknown)
        if made_of not in self.builders:
            self.builders[made_of] = super()._compile_builder(append_unknown)
        return self.builders[made_of]


@pytest.fixture(scope="session")
def kept_templates() -> Iterator[KeptTemplates]:
    """Templates to give to an application that is made from now on; its routes are kept by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_rule_class", KeptRule)
        yield KeptTemplates()
