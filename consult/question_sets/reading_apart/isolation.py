"""Cutting a process off before a stranger's file reaches it: no network, no other processes.

A filter of system calls does it (Linux's seccomp, on the two processors that servers have). It is laid by the process
on itself and stays over everything that it starts. Where the kernel refuses the filter, a network of its own, with
nothing in it, keeps LibreOffice from ours; where that is refused too, the process must not go on.
"""

import ctypes
import platform
import struct

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_AF_UNIX, _EPERM = 1, 1

# Berkeley packet filter: load a word, jump if equal, jump if at least, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | _EPERM, 0x80000000
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000

# The kernel's name for each processor, and the numbers of its system calls.
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SOCKET = {"x86_64": 41, "aarch64": 198}
# Other ways to the network or to another process: io_uring_setup, bpf, userfaultfd, ptrace, process_vm_readv and
# _writev, pidfd_open and _getfd, setns, unshare, mount, open_by_handle_at, keyctl, connect, setsid and setpgid.
_NEVER = {
    "x86_64": (425, 321, 323, 101, 310, 311, 434, 438, 308, 272, 165, 304, 250, 42, 112, 109),
    "aarch64": (425, 280, 282, 117, 270, 271, 434, 438, 268, 97, 40, 265, 219, 203, 157, 154),
}
# What Landlock leaves to whoever owns a file, inside or not: chmod, fchmod, chown, fchown, lchown, fchownat, fchmodat,
# fchmodat2, setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr, utime, utimes, futimesat,
# utimensat, truncate.
_OF_OWNERS = {
    "x86_64": (90, 91, 92, 93, 94, 260, 268, 452, 188, 189, 190, 197, 198, 199, 132, 235, 261, 280, 76),
    "aarch64": (52, 53, 54, 55, 452, 5, 6, 7, 14, 15, 16, 88, 45),
}
# What a reader of our own has no use for: socketpair, another process (clone, fork, vfork, clone3), another program
# (execve, execveat), a signal to anyone (kill, tkill, tgkill).
_NOT_FOR_READERS = {
    "x86_64": (53, 56, 57, 58, 435, 59, 322, 62, 200, 234),
    "aarch64": (199, 220, 435, 221, 281, 129, 130, 131),
}


class CannotBeCutOff(OSError):
    """The system lets this process be cut off from the network in none of the ways known here."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def hide() -> bool:
    """Keep this process's memory and surroundings from other processes of the same user; whether that could be had."""
    return _prctl(_PR_SET_DUMPABLE, 0)


def cut_off_reader() -> bool:
    """Take from this process sockets, other programs and other processes; whether the system could do it."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return False
    refused = (*_NEVER[machine], *_NOT_FOR_READERS[machine], *_OF_OWNERS[machine], _SOCKET[machine])
    return _lay(_filter(machine, refused, has_local_sockets=False))


def cut_off_office() -> None:
    """Take every way to the network from this process and all it starts; raises CannotBeCutOff where that fails."""
    machine = platform.machine()
    if machine in _ARCHITECTURES:
        refused = (*_NEVER[machine], *_OF_OWNERS[machine])
        if _lay(_filter(machine, refused, has_local_sockets=True)):
            return
    library = ctypes.CDLL(None)
    unshare = getattr(library, "unshare", None)
    if unshare is None or unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        raise CannotBeCutOff("neither a filter of system calls nor a network of its own can be had")


def _filter(machine: str, refused: tuple[int, ...], *, has_local_sockets: bool) -> bytes:
    """The filter as the kernel reads it: eight bytes a step (code, steps to skip if so, if not, value)."""
    steps = [
        (_LOAD, 0, 0, _AT_ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        # The same calls under other numbers, which no program of ours uses.
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    if has_local_sockets:
        # LibreOffice opens a socket in its own profile; any other family is refused.
        steps += [(_EQUAL, 0, 3, _SOCKET[machine]), (_LOAD, 0, 0, _AT_FIRST_ARGUMENT)]
        steps += [(_EQUAL, 1, 0, _AF_UNIX), (_RETURN, 0, 0, _REFUSE)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _lay(steps: bytes) -> bool:
    held = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.addressof(held))
    # Without the first the kernel asks for privileges; it also keeps set-user-id programs from giving new ones.
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))


def _prctl(what: int, *arguments: int) -> bool:
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return False
    padded = [*arguments, 0, 0, 0, 0][:4]
    return bool(prctl(what, *(ctypes.c_ulong(each) for each in padded)) == 0)
