"""The command line, called as a shell calls it: in this process, or in one of its own."""

import contextlib
import io
import os
import subprocess
import sys
import warnings
from typing import NamedTuple

import pytest

from partyspeak.cli import main


class Answer(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments, status=0):
    """The code that a process of its own runs, without the seconds that Python, pandas and the model take to start."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2)]
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
        warnings.catch_warnings(),
    ):
        patch.setattr(sys, "argv", ["partyspeak", *map(str, arguments)])
        patch.setenv("COLUMNS", "80")
        warnings.simplefilter("default")  # a process of its own prints a warning where the tests make an error of it
        ended = 0
        try:
            main()
        except SystemExit as end:
            ended = end.code or 0
    stdout, stderr = (written(stream) for stream in streams)
    return checked(Answer(ended, stdout, stderr), status)


def written(stream):
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")


def run_apart(*arguments, status=0, **environment):
    """A process of its own: for what depends on how it starts and ends, on its environment, on signals and pipes."""
    command = [sys.executable, "-m", "partyspeak", *map(str, arguments)]
    answer = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=120, env={**os.environ, **environment}
    )
    return checked(answer, status)


def checked(answer, status):
    assert answer.returncode == status, answer.stderr
    assert "Traceback" not in answer.stderr
    return answer
