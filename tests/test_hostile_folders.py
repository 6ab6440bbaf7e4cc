"""Folders and streams that are broken or endless: links in circles, pipes, devices, what vanishes, odd names."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import threading
from pathlib import Path

import pytest

from kg import articles
from tests.saved import BODY, lines, part, write


def test_links_in_circles_and_into_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.txt", BODY)
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "gone.txt").symlink_to("missing.txt")
    (folder / "linked.txt").symlink_to("a.txt")
    found, errors = part(folder)
    assert [article.id for article in found] == ["a", "linked"]
    assert sorted(Path(error.split(":")[0]).name for error in errors) == ["gone.txt", "self.txt"]


def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "b.txt"))
    (tmp_path / "c.txt").symlink_to("/dev/zero")
    (tmp_path / "d.txt").mkdir()
    found, errors = part(tmp_path)
    server.close()
    assert found == []
    assert [error.split(": ")[1].split(";")[0] for error in errors] == ["is a pipe or a device"] * 3
    assert "is a pipe or a device" in part(tmp_path / "a.txt")[1][0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", BODY).chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    found, errors = part(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert found == []
    assert len(errors) == 2


def test_files_that_vanish(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / name, BODY)
    loading = articles.load([tmp_path])
    first = next(loading)
    (tmp_path / "b.txt").unlink()
    second, third = loading
    assert [type(found).__name__ for found in (first, second, third)] == ["Article", "ArticleError", "Article"]
    assert str(second).startswith(f"{tmp_path}/b.txt: cannot be read (No such file")


@pytest.mark.parametrize(
    "name",
    [
        "new\nline",
        "tab\there",
        "quote\"'<>&{}",
        "\u202eright",
        "sp ace",
        "%2e%2e",
        "#?",
        "é",
        "🚀",
        "-rf",
        "a" * 200,
        "back\\slash",
    ],
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    write(tmp_path / f"{name}.txt", BODY)
    write(tmp_path / f"{name}.bad.txt", b"")
    found, errors = part(tmp_path)
    assert (len(found), len(errors)) == (1, 1)
    assert found[0].id.isprintable()
    assert found[0].source.isprintable()


def test_a_name_with_a_null_byte(tmp_path: Path) -> None:
    found, errors = part(Path(f"{tmp_path}/a\0b.txt"))
    assert (found, len(errors)) == ([], 1)


def test_a_stream_that_never_ends_is_left_after_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input from a program that goes on writing: what has come is read, and nothing is kept."""
    reading, writing = os.pipe()

    def pour() -> None:
        with contextlib.suppress(BrokenPipeError):
            while True:
                os.write(writing, lines({"text": BODY}) + b"\n")
        os.close(writing)

    writer = threading.Thread(target=pour)
    writer.start()
    with os.fdopen(reading, "rb") as pipe:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(pipe))
        loading = articles.load(["-"], articles.Options(kind="jsonl"))
        assert [next(loading).source for _ in range(3)] == [f"standard input#{n}" for n in (1, 2, 3)]
        loading.close()
    writer.join(timeout=10)
    assert not writer.is_alive()
