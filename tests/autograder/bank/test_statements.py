"""What a statement binds, changes and sees."""

from __future__ import annotations

from autograder.bank.statements import ANY, statements


def read(source: str):
    [found] = statements(source)
    return found


def test_what_a_statement_binds_changes_and_sees():
    assert read("a = b + c").leaves == {"a"}
    assert read("a = b + c").sees == {"b", "c"}
    assert read("a[0] = 1").leaves >= {"a"}
    assert read("log.rows.append(f(x))").leaves >= {"log"}
    assert read("def f(x):\n    y = x\n    y.append(1)\n    log.append(g(x))").leaves == {"f", "log"}
    assert read("def f(x):\n    return g(x) + k").sees == {"g", "k"}


def test_a_call_that_stands_alone_may_act_for_all():
    assert read("torch.manual_seed(0)").acts
    assert read("prepare()").acts
    assert not read("plt.plot(x)").acts
    assert not read("print(x)").acts


def test_who_looks_names_up_by_themselves_may_see_all():
    assert ANY in read("x = globals()['any' + 'thing']").sees
    assert ANY in read("import builtins").sees
    assert ANY not in read("x = anything").sees
    assert ANY not in read("model.eval()").sees


def test_what_is_built_in_does_not_change():
    assert read("y = list(x).pop()").leaves == {"y"}


def test_a_function_that_nobody_calls_sees_its_head_alone():
    assert read("@kept\ndef f(x: Real = k):\n    return g(x)").now == {"kept", "Real", "k"}
    assert read("y = g(x)").now == {"g", "x"}


GRADED = """def run(f, x, kept=None):
    found = [x]
    if os.environ.get("GRADESCENT_GRADING"):
        return found
    return [f(found), other]"""


def test_what_a_function_does_not_reach_when_graded_is_not_seen():
    assert read(GRADED).sees == {"os"}
    assert read(GRADED.replace("return found\n", "found = 1\n")).sees == {"os", "other"}
    assert read(GRADED.replace("os.environ.get", "not os.environ.get")).sees == {"os", "other"}


def test_what_a_function_does_not_look_at_is_ignored():
    assert read(GRADED).ignores == {0, 2}
    assert read("def run(f):\n    return lambda: f").ignores == set()
    assert read("def run(f):\n    return locals()").ignores == set()
    assert read("@kept\ndef run(f):\n    pass").ignores == set()


def test_what_is_only_passed_on_is_known_by_its_place():
    assert read("y = run(f, 2)").passes == {"f": {("run", 0)}}
    assert read("y = run(2, *more, f)").passes == {}
    assert read("y = run(f) + f").passes == {}
    assert read("y = run(f.x)").passes == {}
