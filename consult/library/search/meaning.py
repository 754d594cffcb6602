"""What a text means, as a vector: two texts that say alike in other words have vectors that point alike.

Only with the optional extra `consult[semantic]` and `SEMANTIC=on`; nothing else of the library needs it. The model is
all-MiniLM-L6-v2 with weights of eight bits (Apache 2.0). It comes inside its package and runs here: no text leaves the
machine and nothing is downloaded.
"""

import ctypes
import functools
import logging
import sys
import threading
from typing import Any

from consult.extras import MODEL, WORD_PIECES, file_of, missing

NAME = "all-MiniLM-L6-v2-int8 1.0.0, 128 word pieces"
"""Which model made a vector, its release, and how much of a text it reads: vectors of another name are made anew."""
NUMBERS = 384
"""Numbers in a vector, each a signed byte."""
SCALE = 127
"""What 1 is in such a byte."""
MOST_PIECES = 128
"""Word pieces read of a text, about 100 words: the model was trained on texts of that length."""
LONGEST_TEXT = 4_000
"""Characters looked at to find those pieces."""
_REMEMBERED = 256
_log = logging.getLogger(__name__)


class ModelMissing(Exception):
    """The model cannot be used; search goes on by words."""


class Meaning:
    """The model of a process, loaded when it is first asked. Threads may share it."""

    name = NAME

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None
        self._failed = ""
        self.remembered = functools.lru_cache(_REMEMBERED)(self.vector)

    def vector(self, text: str) -> bytes:
        """The vector of a text: NUMBERS signed bytes. Always the same for the same text. Raises ModelMissing."""
        session, pieces = self._ready()
        import numpy as np

        read = pieces.encode(text[:LONGEST_TEXT])
        row = np.array([read.ids], dtype=np.int64)
        asked = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        mean = session.run(None, asked)[0][0].mean(axis=0)
        long = float(np.linalg.norm(mean)) or 1.0
        return bytes(np.rint(mean / long * SCALE).astype(np.int8).tobytes())

    def _ready(self) -> tuple[Any, Any]:
        with self._loading:
            if self._failed:
                raise ModelMissing(self._failed)
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> tuple[Any, Any]:
        model, pieces = file_of(MODEL), file_of(WORD_PIECES)
        if model is None or pieces is None or missing():
            raise self._failure(f"not installed: {missing()}")
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        # One thread for each question: the web process has threads of its own.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        try:
            session = InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            reader = Tokenizer.from_file(str(pieces))
        except (OSError, RuntimeError, ValueError) as fault:
            raise self._failure(type(fault).__name__) from fault
        reader.enable_truncation(MOST_PIECES)
        reader.no_padding()
        _give_back()
        return session, reader

    def _failure(self, cause: str) -> ModelMissing:
        self._failed = cause
        _log.error("sentence embeddings cannot be used, search goes on by words: %s", cause)
        return ModelMissing(cause)


def _give_back() -> None:
    """Return what loading took for a moment to the system: 60 MB of 160."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
