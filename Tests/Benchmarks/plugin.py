"""Plays the host for one sealed read of a file and prints rows a second. usage: plugin.py RUNNER BUNDLE FILE

The frames are those of Sources/CConnector/include/connector.h. The time runs from the call to its result; loading and sealing come before it."""
import json
import os
import re
import struct
import subprocess
import sys
import time
from enum import IntEnum


class Kind(IntEnum):
    """The kinds of frames that this host meets."""

    LOAD, CALL, REPLY = 1, 2, 3
    READY, RESULT, FAULT = 16, 17, 18
    REQUEST, READ_BODY, EMIT, REJECT, CHECKPOINT = 32, 33, 34, 35, 36
    ESTIMATE, WAIT, LOG, NOW = 37, 38, 39, 40


CONFIG = {
    "source": "upload", "format": "fixed", "time_zone": "UTC", "currency": "USD", "maps_to": "orders",
    "columns": {"customer": 1, "day": 2, "quantity": 3, "value": 4},
}


class Runner:
    """The runner's process with its two pipes."""

    def __init__(self, executable: str):
        host_reads, runner_writes = os.pipe()
        runner_reads, host_writes = os.pipe()
        # Its words go to standard error; the pipes go by way of high numbers, so that none is in another's way.
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, 2, 1), (os.POSIX_SPAWN_DUP2, runner_reads, 103),
            (os.POSIX_SPAWN_DUP2, runner_writes, 104), (os.POSIX_SPAWN_DUP2, 103, 3), (os.POSIX_SPAWN_DUP2, 104, 4),
        ]
        self.pid = os.posix_spawn(executable, [executable], {}, file_actions=actions)
        os.close(runner_reads)
        os.close(runner_writes)
        self.writer = open(host_writes, "wb", buffering=0)
        self.reader = open(host_reads, "rb", buffering=1 << 20)

    def send(self, kind: int, call: int, head: dict, body: bytes | memoryview = b"") -> None:
        text = json.dumps(head, separators=(",", ":")).encode()
        frame = b"".join([struct.pack("<IBII", 9 + len(text) + len(body), kind, call, len(text)), text, body])
        view = memoryview(frame)
        while view:
            view = view[self.writer.write(view):]

    def receive(self) -> tuple[int, int, dict, memoryview]:
        prefix = self.reader.read(4)
        if len(prefix) < 4:
            sys.exit("the runner ended")
        frame = memoryview(self.reader.read(struct.unpack("<I", prefix)[0]))
        kind, call, head_size = struct.unpack("<BII", frame[:9])
        return kind, call, json.loads(bytes(frame[9:9 + head_size]) or b"{}"), frame[9 + head_size:]

    def end(self) -> None:
        self.writer.close()
        os.waitpid(self.pid, 0)


def load(runner: Runner, bundle: str) -> None:
    with open(f"{bundle}/connector.json") as file:
        manifest = json.load(file)
    library = next(f"{bundle}/{name}" for name in os.listdir(bundle) if name.endswith(".so"))
    linked = subprocess.run(["ldd", library], capture_output=True, text=True).stdout
    folders = {os.path.dirname(os.path.realpath(path)) for path in re.findall(r"=> (\S+/libswift\S*)", linked)}
    runner.send(Kind.LOAD, 0, {
        "library": library, "bundle": bundle, "entry": manifest["entry"], "abi_minor": 0, "parent": os.getpid(), "require_seal": True,
        "libraries": sorted(folders), "limits": {"memory": 512 << 20, "cpu_seconds": 600, "open_files": 64, "processes": 4096},
    })
    kind, _, head, _ = runner.receive()
    if kind != Kind.READY or not head["seal"]["whole"]:
        sys.exit(f"the runner is not ready: {head}")


def read(runner: Runner, content: bytes) -> int:
    """Serves one read and counts the rows that come out of it."""
    body, position, rows = memoryview(content), 0, 0
    request = {"stream": "orders", "mode": "incremental", "cursor": None, "since": None, "until": None, "config": CONFIG,
               "time_zone": "UTC", "currency": "USD"}
    runner.send(Kind.CALL, 1, {"function": "read"}, json.dumps(request).encode())
    while True:
        kind, call, head, data = runner.receive()
        match kind:
            case Kind.EMIT:
                rows += bytes(data).count(b"\n")
            case Kind.READ_BODY:
                piece = body[position:position + head["capacity"]]
                position += len(piece)
                runner.send(Kind.REPLY, call, {"result": len(piece)}, piece)
            case Kind.REQUEST:
                headers = [["etag", '"1"'], ["content-length", str(len(content))]]
                runner.send(Kind.REPLY, call, {"result": 0, "status": 200, "body": 1, "headers": headers})
            case Kind.CHECKPOINT | Kind.WAIT:
                runner.send(Kind.REPLY, call, {"result": 0})
            case Kind.NOW:
                runner.send(Kind.REPLY, call, {"result": time.time_ns() // 1000})
            case Kind.REJECT | Kind.FAULT:
                sys.exit(f"the connector failed: {head} {bytes(data)!r}")
            case Kind.RESULT:
                if head["status"] != 0:
                    sys.exit(f"the connector failed: {bytes(data)!r}")
                return rows


executable, bundle, path = sys.argv[1:]
with open(path, "rb") as file:
    content = file.read()
runner = Runner(os.path.realpath(executable))
load(runner, os.path.realpath(bundle))
start = time.monotonic()
rows = read(runner, content)
elapsed = time.monotonic() - start
runner.end()
if rows != content.count(b"\n") - 1:
    sys.exit(f"{rows} rows came out of {content.count(bytes([10])) - 1}")
print(round(rows / elapsed))
