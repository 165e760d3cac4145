"""The engines that are measured, each made by a function that gives back: check these posts, say how many flagged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Engine = Callable[[Sequence[str]], int]


def postorders(lines: bool = False) -> Engine:
    """Detection and judgment with a whole pack, on one post after another; with `lines` also as bytes."""
    from benchmarks.pack import checker
    from postorders.plain import canonical
    from postorders.posts.context import Context
    from postorders.posts.post import Post

    engine, context = checker(), Context()

    def check(texts: Sequence[str]) -> int:
        flagged = 0
        for number, text in enumerate(texts):
            post = Post(str(number), text, account="personal" if number % 2 else "official")
            judgment = engine.check(post, context, "2026-01-15")
            flagged += bool(judgment.flags)
            if lines:
                canonical(judgment)
        return flagged

    return check


def postorders_lines() -> Engine:
    """As `postorders`, with each judgment also written as JSON."""
    return postorders(lines=True)


def presidio() -> Engine:
    """presidio-analyzer with its English pattern recognizers alone: no language model, no context words, no network."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    offline = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = tldextract.tldextract.TLD_EXTRACTOR = offline
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=_no_language())
    for recognizer in list(registry.recognizers):
        if not hasattr(recognizer, "patterns"):
            registry.remove_recognizer(recognizer.name)
    engine = AnalyzerEngine(registry, _no_language(), context_aware_enhancer=_no_context(), supported_languages=["en"])
    return lambda texts: sum(bool(engine.analyze(text, language="en")) for text in texts)


def profanity() -> Engine:
    """alt-profanity-check, which is quickest on batches: it is handed every post of a batch at once."""
    from profanity_check import predict

    return lambda texts: int(predict(list(texts)).sum())


ENGINES: dict[str, Callable[[], Engine]] = {
    "postorders": postorders,
    "postorders-lines": postorders_lines,
    "presidio-analyzer": presidio,
    "alt-profanity-check": profanity,
}


def _no_language() -> Any:
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

    class NoLanguage(NlpEngine):  # type: ignore[misc]
        """Takes no language apart: only patterns are measured."""

        def load(self) -> None:
            return

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> Any:
            return NlpArtifacts([], [], [], [], self, language)

        def process_batch(self, texts: Any, language: str, **_: Any) -> Any:
            return ((text, self.process_text(text, language)) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return False

        def is_punct(self, word: str, language: str) -> bool:
            return False

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return ["en"]

    return NoLanguage()


def _no_context() -> Any:
    from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer

    class NoContext(ContextAwareEnhancer):  # type: ignore[misc]
        """Leaves every result as the patterns found it."""

        def enhance_using_context(self, text: str, raw_results: Any, *_: Any, **__: Any) -> Any:
            return raw_results

    return NoContext(0, 0, 0, 0)
