"""A child process for tests of `ChildProcess`: it does what the message says."""

from __future__ import annotations

import ctypes
import os
import sys
import threading

from readinglist.child_serving import Handler, Message, Progress, serve


def start() -> Handler:
    print("a library that prints when it is imported")
    return answer


def answer(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
    match message["do"]:
        case "echo":
            print("a library that prints at work")
            return message, blob[::-1]
        case "count":
            for number in range(message["to"]):
                progress({"number": number})
            return {}, b""
        case "chatter":  # never pausing for the time of a poll
            while True:
                progress({})
        case "hang":
            threading.Event().wait()
        case "hang in C":  # with the interpreter lock held, as MuPDF does
            ctypes.PyDLL(None).pause()
        case "crash":
            ctypes.string_at(0)
        case "exit":
            print("last words", file=sys.stderr)
            os._exit(7)
        case "take memory":
            return {"taken": len(bytearray(message["bytes"]))}, b""
        case "where":
            return {"pid": os.getpid(), "nice": os.nice(0), "package": sys.modules["readinglist"].__file__}, b""
    raise ValueError("a bug")


if __name__ == "__main__":
    serve(start)
