"""What a unit keeps its program from, done to a child without systemd: another user without privileges, a disk of which
only some folders can be written, and of the system calls those that the unit lets through."""
import ctypes
import os
import re
import struct
import subprocess

LIBC = ctypes.CDLL(None, use_errno=True)
NOBODY = 65534
CLONE_NEWNS = 0x20000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_CAPBSET_DROP = 38, 22, 24
AUDIT_ARCH_X86_64 = 0xC000003E
ALLOW, EPERM = 0x7FFF0000, 0x00050001
HEADERS = ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h")


def call(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def mount(source, target, flags):
    call(LIBC.mount(source and os.fsencode(source), os.fsencode(target), None, ctypes.c_ulong(flags), None), target)


def names_of(group, known):
    """The system calls of a group of systemd's, groups in it too."""
    out = set()
    done = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", group], stdout=subprocess.PIPE,
                          text=True, check=True)
    for line in done.stdout.splitlines()[1:]:
        word = line.strip().split(" ")[0]
        if word.startswith("@"):
            out |= names_of(word, known)
        elif word in known:
            out.add(word)
    return out


def allowed_calls(unit):
    """The numbers of the system calls that the text of a unit allows; None where they cannot be told."""
    header = next((h for h in HEADERS if os.path.exists(h)), None)
    if header is None or os.uname().machine != "x86_64":
        return None
    with open(header, encoding="ascii") as f:
        known = {name: int(n) for name, n in re.findall(r"^#define __NR_(\w+) (\d+)$", f.read(), re.M)}
    allowed = set()
    for word in re.findall(r"^SystemCallFilter=(\S+)$", unit, re.M):
        calls = names_of(word.lstrip("~"), known)
        allowed = allowed - calls if word.startswith("~") else allowed | calls
    return {known[name] for name in allowed}


def folders_of(unit, places):
    """Which of {a directive: our folder for what it names} the text of a unit may write to."""
    return [folder for directive, folder in places.items() if re.search(rf"^{directive}=sarnakh\b", unit, re.M)]


def filter_of(numbers):
    """A program of the kernel's packet filter: another machine's calls and all but these fail with EPERM."""
    load, equal, give = 0x20, 0x15, 0x06
    ins = lambda code, yes, no, k: struct.pack("HBBI", code, yes, no, k)
    out = [ins(load, 0, 0, 4), ins(equal, 1, 0, AUDIT_ARCH_X86_64), ins(give, 0, 0, EPERM), ins(load, 0, 0, 0)]
    for number in sorted(numbers):
        out += [ins(equal, 0, 1, number), ins(give, 0, 0, ALLOW)]
    return out + [ins(give, 0, 0, EPERM)]


def enter(writable, calls):
    """For a child, before the program: only these folders can be written from now on. As root."""
    program = b"".join(filter_of(calls))
    held = ctypes.create_string_buffer(program, len(program))
    call(LIBC.unshare(CLONE_NEWNS), "unshare")
    mount(None, "/", MS_REC | MS_PRIVATE)
    for line in sorted(open("/proc/self/mounts", encoding="utf-8").read().splitlines(), reverse=True):
        place = line.split(" ")[1]
        if not place.startswith(("/proc", "/sys", "/dev")):
            mount(None, place, MS_REMOUNT | MS_BIND | MS_RDONLY)
    for folder in writable:
        mount(folder, folder, MS_BIND)
        mount(None, folder, MS_REMOUNT | MS_BIND)
    for capability in range(64):
        LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.umask(0o027)
    call(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    prog = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    call(LIBC.prctl(PR_SET_SECCOMP, 2, ctypes.create_string_buffer(prog, len(prog)), 0, 0), "seccomp")


def may_enter():
    """Is this a place where that can be done?"""
    if os.geteuid() != 0:
        return False
    child = os.fork()
    if child == 0:
        ok = LIBC.unshare(CLONE_NEWNS) == 0 and LIBC.mount(None, b"/", None, ctypes.c_ulong(MS_REC | MS_PRIVATE), None) == 0
        os._exit(0 if ok else 1)
    return os.waitpid(child, 0)[1] == 0
