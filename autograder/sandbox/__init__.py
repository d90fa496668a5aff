"""The sandbox: where students' code runs, and the pipe over which plain data comes back.

`session` is the grader's side and `worker` the student's; `wire` is the pipe between them, and `confine` locks a process
in, by `landlock`, `seccomp` and whatever else the machine has. A worker is made of this folder without `session`.
"""
