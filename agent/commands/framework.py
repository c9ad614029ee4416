"""``advisor framework show | check | use``: a company's own framework looked at, checked and put in force.

Each function prints its report and returns the exit code. What is checked is the business of ``knowledge.framework_check``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge import library
from knowledge.errors import BrokenData
from knowledge.framework import read_framework
from tools.identity import Label
from tools.parameters import Framework, Parameter
from tools.quantities import MULTIPLE, PERCENT, Comparator, plain
from tools.tongues import listed, pick


def show(path: Path | None, directory: Path, *, language: str) -> int:
    """The framework in force, or the one at ``path``."""
    if path is None:
        opened = library.open_library(directory)
        framework, place = opened.framework, str(opened.own or pick(language, "随附", "shipped"))
    else:
        framework, place = read_framework(path, corpus=library.corpus_of(path)), str(path)
    for line in described(framework, language):
        print(line)
    print(f"— {place}")
    return 0


def check(path: Path, *, language: str) -> int:
    """Every mistake with its line and field; exit code 1 where there is one."""
    problems = library.check(path)
    _report(path, problems, language)
    return 1 if problems else 0


def use(path: Path | None, directory: Path, *, language: str) -> int:
    """Put the framework at ``path`` in force, or the shipped one without it."""
    if path is None:
        changed = library.use_shipped(directory)
        was = pick(language, "已恢复随附的框架。", "The shipped framework is in use again.") if changed else ""
        print(was or pick(language, "用的已经是随附的框架。", "The shipped framework is in use already."))
        return 0
    problems = library.use_framework(directory, path)
    _report(path, problems, language)
    if not problems:
        name = library.open_library(directory).framework.name.in_language(language)
        print(pick(language, "现在使用“{name}”。", "“{name}” is in use now.").format(name=name))
    return 1 if problems else 0


def _report(path: Path, problems: tuple[BrokenData, ...], language: str) -> None:
    for problem in problems:
        print(problem.in_language(language))
    for ignored in () if problems else library.ignored_in(path):
        print(ignored.in_language(language))
    if problems:
        print(pick(language, "{n} 处有误，未采用。", "{n} wrong; not in use.").format(n=len(problems)))
    else:
        print(pick(language, "{name}：没有问题。", "{name}: nothing is wrong.").format(name=path.name))


def described(framework: Framework, language: str) -> Iterator[str]:
    """The framework line by line, every number with the passage that states it."""

    def name(label: Label) -> str:
        return label.in_language(language)

    low, high = framework.share_min, framework.share_max
    yield f"{name(framework.name)} ({framework.id} {framework.version})"
    yield f"{pick(language, '基数', 'base')}: {name(framework.base)}, {_number(low)} – {_number(high)} [{low.source.passage}]"
    for layer in framework.layers:
        if layer.share:
            yield f"  {name(layer.name)}: {_number(layer.share)} [{layer.share.source.passage}]"
            projects = [name(p.name) for p in framework.projects if p.layer == layer.id]
            if projects:
                yield f"    {listed(language, projects)}"
    for quadrant in framework.quadrants:
        yield f"{name(quadrant.name)}: {name(quadrant.payback)} / {name(quadrant.accumulation)} – {name(quadrant.strategy)}"
    for phase in framework.phases:
        yield f"{phase.number}. {name(phase.name)}"
        for kpi in phase.kpis:
            if kpi.threshold:
                yield f"  {name(kpi.name)}: {_number(kpi.threshold)} [{kpi.threshold.source.passage}]"


def _number(parameter: Parameter) -> str:
    sign = "" if parameter.comparator is Comparator.EQUAL else parameter.comparator.value
    unit = {PERCENT: "%", MULTIPLE: "x"}.get(parameter.unit, f" {parameter.unit}")
    return f"{sign}{plain(parameter.value)}{unit}"
