"""A process that reads articles: told its task, then batches, it answers article by article until its input ends."""

from __future__ import annotations

import gc

import msgspec

from kg.errors import KgError
from kg.processes import send, serving
from kg.reading.task import Task
from kg.records import Article


def main() -> None:
    """Serve the process that has started this one, on standard input and output."""
    with serving() as (messages, answers):
        told = next(messages, None)
        if told is None:
            return
        try:
            reader = msgspec.json.decode(told, type=Task).load()
        except KgError as error:
            send(answers, str(error).encode())
            return
        # The vocabulary and the pipeline stay for good: the collector need not look at them again and again.
        gc.collect()
        gc.freeze()
        send(answers, b"")
        decoder = msgspec.json.Decoder(list[Article])
        for batch in messages:
            for answer in reader.read(decoder.decode(batch)):
                send(answers, msgspec.msgpack.encode(answer))
