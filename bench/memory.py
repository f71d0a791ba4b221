"""How much memory web and worker hold with the catalogue loaded, after pages, a log-in and a feed were served."""

import http.cookiejar
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import psutil

WANTED_MIB = 150
PATHS = (
    "/",
    "/calendar",
    "/observances",
    "/observances/catalogue",
    "/campaigns",
    "/content",
    "/feeds",
    "/search?q=day",
)
PORT = 8791
MIB = 1024 * 1024


def main() -> int:
    """Start both processes on a fresh demo coalition and print what each holds; 1 when one holds too much."""
    folder = Path(tempfile.mkdtemp(prefix="bench-memory-"))
    env = os.environ | {"SCHEDULER_INSTANCE_DIR": str(folder), "PORT": str(PORT), "HOST": "127.0.0.1"}
    runner = subprocess.Popen(
        [sys.executable, "-m", "scripts.run"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait()
        _use(folder)
        time.sleep(35)
        return 0 if _report(psutil.Process(runner.pid)) else 1
    finally:
        runner.terminate()
        runner.wait(timeout=60)
        shutil.rmtree(folder)


def _wait() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("the web server did not start")


def _use(folder: Path) -> None:
    """Log in as the demo's lead and look at every page a few times."""
    email, password = re.findall(r"(lena@\S+)\s+(\S+)", (folder / "demo.txt").read_text(encoding="utf-8"))[0]
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    page = browser.open(f"http://127.0.0.1:{PORT}/login").read().decode()
    (token,) = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[:1])
    form = urllib.parse.urlencode({"email": email, "password": password, "csrf_token": token}).encode()
    browser.open(f"http://127.0.0.1:{PORT}/login", form).close()
    for _ in range(5):
        for path in (*PATHS, f"/feeds/public.ics?{secrets.token_hex(2)}"):
            browser.open(f"http://127.0.0.1:{PORT}{path}").close()


def _report(runner: psutil.Process) -> bool:
    used: dict[str, float] = {}
    for process in runner.children(recursive=True):
        command = " ".join(process.cmdline())
        name = "worker" if "flask worker" in command else "web" if "granian" in command else command
        # The web server's parent only watches; the larger of the two serves.
        used[name] = max(used.get(name, 0.0), process.memory_info().rss / MIB)
    for name, mib in sorted(used.items()):
        print(f"{name:<8}{mib:8.1f} MiB   (wanted: below {WANTED_MIB})")
    return set(used) == {"web", "worker"} and max(used.values()) < WANTED_MIB


if __name__ == "__main__":
    sys.exit(main())
