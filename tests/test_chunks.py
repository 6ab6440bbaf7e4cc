"""Chunks: readings written and read back without a difference, and kept under keys that change when they must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError, GraphError
from kg.ontology import Ontology
from kg.reading import chunks, task
from kg.reading.chunks import Chunks
from kg.records import Evidence, Interval, Money, Quantity, Reading
from tests import samples
from tests.conftest import ROOT
from tests.test_architecture import NAMES, modules_imported

finite = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(float, finite)  # JSON has no others, and no record holds them


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.from_type(Reading))
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    again = chunks.decode(chunks.encode(reading))
    assert repr(again) == repr(reading)  # what two records that are equal leave out counts here: evidence, 1 and 1.0
    assert chunks.encode(again) == chunks.encode(reading)


def test_samples_come_back_as_they_were() -> None:
    for reading in samples.readings():
        assert chunks.decode(chunks.encode(reading)) == reading


def test_a_key_changes_with_the_article_and_with_what_reads_it() -> None:
    article = samples.readings()[0].article
    key = chunks.key(article, "stamp")
    assert chunks.key(replace(article, source="elsewhere/first.txt"), "stamp") == key
    others = [replace(article, text="x"), replace(article, id="x"), replace(article, published="2020-01-01")]
    keys = {key, chunks.key(article, "other"), *(chunks.key(other, "stamp") for other in others)}
    assert len(keys) == 5


def test_the_stamp_changes_with_the_vocabulary_and_the_pipeline(vocabulary: Ontology, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text("# nothing yet\n", encoding="utf-8")
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "meta.json").write_text("{}", encoding="utf-8")
    stamps = {
        task.find_stamp(vocabulary, None),
        task.find_stamp(Ontology([*vocabulary.files, more]), None),
        task.find_stamp(vocabulary, str(tmp_path / "pipeline")),
    }
    assert len(stamps) == 3


def test_the_stamp_covers_every_module_that_reads() -> None:
    """A module that reading imports and the stamp leaves out would let old chunks pass for new ones."""
    told = {name.replace("/", ".") for name in task.MODULES}
    todo, seen = ["reading", *(n for n in NAMES if n.startswith(("reading.", "extractors")))], set()
    while todo:
        name = todo.pop()
        if name in seen or name == "kg":
            continue
        seen.add(name)
        path = ROOT / "kg" / name.replace(".", "/")
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        todo += modules_imported(file)
    assert {n for n in seen if n not in told and n.split(".")[0] not in told} == set()


def test_a_second_article_of_the_same_name_is_refused() -> None:
    first = samples.readings()[0].article
    with Chunks(None) as kept:
        assert kept.use(first, b"1") is False
        with pytest.raises(ArticleError, match=r"elsewhere\.txt: is named first as first\.txt is"):
            kept.use(replace(first, source="elsewhere.txt"), b"2")


def test_readings_come_in_order_of_name_and_from_where_they_lie_now(tmp_path: Path) -> None:
    one, two = samples.readings()
    with Chunks(tmp_path / "c") as kept:
        for key, reading in ((b"2", two), (b"1", one)):
            kept.use(reading.article, key)
            kept.add(key, chunks.encode(reading))
    with Chunks(tmp_path / "c") as kept:
        assert kept.use(replace(one.article, source="moved.txt"), b"1") is True
        assert [r.article.source for r in kept.readings()] == ["moved.txt"]
        assert kept.use(two.article, b"2") is True
        assert [r.article.id for r in kept.readings()] == ["first", "second"]


def test_unused_chunks_are_removed_unless_the_file_is_shared(tmp_path: Path) -> None:
    one, two = samples.readings()
    path = tmp_path / "c"
    for shared, left in ((True, True), (False, False)):
        with Chunks(path, shared=shared) as kept:
            for key, reading in ((b"1", one), (b"2", two)):
                kept.use(reading.article, key)
                kept.add(key, chunks.encode(reading))
        with Chunks(path, shared=shared) as kept:
            kept.use(one.article, b"1")
            kept.clean()
        with Chunks(path, shared=shared) as kept:
            assert kept.use(one.article, b"1") is True
            assert kept.use(two.article, b"2") is left


def test_two_builds_do_not_share_a_file_at_once(tmp_path: Path) -> None:
    with Chunks(tmp_path / "c"), pytest.raises(GraphError, match="wait until the other build is done"):
        Chunks(tmp_path / "c")


@pytest.mark.parametrize("data", [b"no database at all, but long enough to be taken for one" * 100, b"short"])
def test_a_file_of_something_else_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "c"
    path.write_bytes(data)
    with pytest.raises(GraphError, match=r"c: .*remove it, or name another file"):
        Chunks(path)
    assert path.read_bytes() == data


def test_records_of_the_samples_hold_every_kind() -> None:
    """What the examples above rest on."""
    claims = [claim for reading in samples.readings() for claim in reading.claims]
    assert any(isinstance(claim.value, Money) and isinstance(claim.date, Interval) for claim in claims)
    assert any(isinstance(filler.quantity, Quantity) for claim in claims for _, filler in claim.fillers)
    assert all(isinstance(evidence, Evidence) for claim in claims for evidence in claim.evidence)
