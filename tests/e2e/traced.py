"""Ending a program at a chosen system call, so that kill -9 comes at every kind of moment.

A program is run under ptrace(2) and stopped at each entry to and return from the kernel; those
stops are counted, and at the given one it is killed. So the points are the same in every run, on
every machine, and no test waits for a moment to come.
"""
import ctypes
import os
import signal
import subprocess

TRACEME, SYSCALL, SETOPTIONS = 0, 24, 0x4200
EXITKILL = 1 << 20

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def trace(request, pid, data=0):
    if libc.ptrace(request, pid, None, data) != 0:
        raise OSError(ctypes.get_errno(), f"ptrace {request}")


def environment():
    """LeakSanitizer is a tracer itself and cannot be traced."""
    options = [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"]
    return {**os.environ, "ASAN_OPTIONS": ":".join(filter(None, options))}


def can_trace():
    try:
        return run_until(["true"], None)[0] == 0
    except (OSError, subprocess.SubprocessError):
        return False


def run_until(command, stop):
    """Run a command and kill it with SIGKILL at its stop-th stop (None: let it end).
    Returns (exit status or minus the signal, how many stops there were)."""
    child = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env=environment(), preexec_fn=lambda: trace(TRACEME, 0))
    stops, wanted = 0, 0
    _, status = os.waitpid(child.pid, 0)
    trace(SETOPTIONS, child.pid, EXITKILL)
    while os.WIFSTOPPED(status):
        number = os.WSTOPSIG(status)
        wanted = 0 if number in (signal.SIGTRAP, signal.SIGSTOP) else number
        stops += 1
        if stop is not None and stops >= stop:
            os.kill(child.pid, signal.SIGKILL)
        else:
            trace(SYSCALL, child.pid, wanted)
        _, status = os.waitpid(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, stops
