"""Whether a window can open here. Qt itself calls abort() when it cannot, so this is asked before."""

from __future__ import annotations

import importlib.util
import os
import re
import socket
import sys
import threading
from pathlib import Path

SECONDS_TO_ANSWER = 3.0

# Debian's packages of what Qt needs: always, and for each kind of screen. Where one is missing others often are too.
ALWAYS = ("libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0")
X11 = ("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0")
WAYLAND = ("libwayland-cursor0",)
OF_X11 = re.compile(r"libxcb|libX11|libxkbcommon-x11")
OF_WAYLAND = re.compile(r"libwayland")


def problem() -> str | None:
    """Why no window can open and what would help, as one sentence without its end; None if one can."""
    if sys.platform in ("win32", "darwin"):
        return _qt_problem()
    return _server_problem() or _qt_problem() or _plugin_problem()


def _qt_problem() -> str | None:
    try:
        import PySide6.QtWidgets  # noqa: F401  (whether it loads is the question)
    except ImportError as error:
        return missing_library(str(error))
    return None


def _platforms() -> list[str]:
    """The kinds of screen that Qt will try."""
    named = os.environ.get("QT_QPA_PLATFORM", "")
    if named:
        return [platform.partition(":")[0] for platform in named.split(";") if platform]
    return [
        platform
        for variable, platform in (("WAYLAND_DISPLAY", "wayland"), ("DISPLAY", "xcb"))
        if os.environ.get(variable)
    ]


def _server_problem() -> str | None:
    platforms = _platforms()
    if not platforms:
        return (
            "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set); start it in a desktop session, or set"
            " DISPLAY to an X server's"
        )
    problems = [_no_answer(platform) for platform in platforms]
    return None if None in problems else next(text for text in problems if text)


def _no_answer(platform: str) -> str | None:
    if platform == "xcb":
        return _x_problem()
    if platform.startswith("wayland"):
        return _wayland_problem()
    return None


def _wayland_problem() -> str | None:
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(SECONDS_TO_ANSWER)
        try:
            wire.connect(str(path))
        except OSError:
            return (
                f"the Wayland display {name} does not answer; set WAYLAND_DISPLAY and XDG_RUNTIME_DIR to those of"
                " a running desktop session"
            )
    return None


def _x_problem() -> str | None:
    """Let Qt's own library say hello to the X server, on a thread: a server that hangs would never answer."""
    import ctypes

    name = os.environ.get("DISPLAY") or ""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return missing_library(str(error))
    xcb.xcb_connect.restype = ctypes.c_void_p
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    answered: list[bool] = []

    def say_hello() -> None:
        connection = xcb.xcb_connect(None, None)
        answered.append(not xcb.xcb_connection_has_error(connection))
        xcb.xcb_disconnect(connection)

    hello = threading.Thread(target=say_hello, name="hello to the X server", daemon=True)
    hello.start()
    hello.join(SECONDS_TO_ANSWER)
    if answered == [True]:
        return None
    return (
        f"the X display {name or '(DISPLAY is not set)'} does not answer or does not let us in; set DISPLAY, and"
        " XAUTHORITY if need be, to those of a running X server"
    )


def _plugin_problem() -> str | None:
    """Load what Qt will load for this kind of screen: it needs system libraries that may be missing."""
    problems = [_plugin_fails(platform) for platform in _platforms()]
    return None if None in problems else next(text for text in problems if text)


def _plugin_fails(platform: str) -> str | None:
    import ctypes

    package = importlib.util.find_spec("PySide6")
    assert package is not None and package.origin is not None, "it was imported a moment ago"
    folder = Path(package.origin).parent / "Qt" / "plugins" / "platforms"
    pattern = "libqxcb.so" if platform == "xcb" else "libqwayland*.so" if platform.startswith("wayland") else ""
    missing = None
    for plugin in sorted(folder.glob(pattern)) if pattern else []:
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            missing = missing_library(str(error))
        else:
            return None
    return missing


def missing_library(error: str) -> str:
    """What an import error of Qt means and what would help, as a part of a sentence."""
    found = re.match(r"(?:ImportError: )?(lib[\w.+-]+?): cannot open shared object", error)
    if not found:
        return f"Qt cannot be loaded ({error}); reinstall the program"
    name = found[1]
    packages = X11 if OF_X11.match(name) else WAYLAND if OF_WAYLAND.match(name) else ALWAYS
    return (
        f"the system library {name} is missing; install it and its like (on Debian and Ubuntu:"
        f" apt install {' '.join(packages)})"
    )
