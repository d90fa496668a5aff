"""Tries the system calls by which kernels were broken: io_uring, bpf, userfaultfd, keys, perf, modules."""

GROUP = "the kernel"
import ctypes

libc = ctypes.CDLL(None)
opened = []
for number in (425, 321, 323, 248, 250, 298, 175, 313, 246, 169, 167, 438, 434, 101, 165, 272, 319, 447, 317, 300):
    buffer = ctypes.create_string_buffer(256)
    if number == 169:
        result = libc.syscall(number, 0, 0, 0)
    else:
        result = libc.syscall(number, 1, buffer, 0, -1, 0)
    if result > 2:
        opened.append((number, result))
if opened and any(number in (425, 321, 323, 298) for number, _ in opened):
    open(marked("/tmp"), "w").write(str(opened))
