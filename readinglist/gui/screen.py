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

# Which Debian package brings a library that Qt needs.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


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
    package = PACKAGES.get(name)
    how = f"install it (on Debian and Ubuntu: apt install {package})" if package else "install it"
    return f"the system library {name} is missing; {how}"
