"""The port of a local stack: what is said where another has it."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from local.processes import StackError, free_port, port_is_free
from local.stack import up


def test_a_stack_beside_another_says_which_port_it_can_have(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(StackError, match=f"port {taken} is in use") as refused:
            up({"STACK_PORT": str(taken)}, home=tmp_path)
        named = re.search(r"STACK_PORT=(\d+)$", str(refused.value))
        assert named
        assert port_is_free(int(named[1]))
        assert free_port(taken) > taken


def test_where_no_port_is_left_that_is_said_and_not_tried_for_ever() -> None:
    with pytest.raises(StackError, match="no port from 65536 on is free"):
        free_port(65_536)
