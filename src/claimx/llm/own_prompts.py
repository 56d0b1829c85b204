"""Prompts of one's own: a folder laid out as ours, which goes before ours task by task.

A prompt of one's own is code of whoever wrote it: Jinja runs it as it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.errors import InvalidInstructions, PathNotFound, PromptNotFound
from claimx.llm.prompts import ROLES, Prompt, environment, list_prompts, load_prompt, prompt_files

if TYPE_CHECKING:
    from jinja2 import nodes

_LAYOUT = "one folder a task, one file a version: claims/v1.jinja"


@dataclass(frozen=True)
class Prompts:
    """What a model is asked with: `own` for the tasks it has, and ours for all others. The text of files, not paths."""

    own: tuple[Prompt, ...] = ()

    def load(self, task: str, version: str | None = None) -> Prompt:
        """The prompt of `task`: the highest of one's own versions, or else of ours. Raises PromptNotFound."""
        own = [prompt for prompt in self.own if prompt.task == task and version in (None, prompt.version)]
        return own[-1] if own else load_prompt(task, version)

    def list(self) -> tuple[Prompt, ...]:
        """Every version of every prompt, one's own before ours."""
        return (*self.own, *list_prompts())


OUR_PROMPTS = Prompts()
"""None but ours."""


def as_prompts(given: Prompts | str | Path | None) -> Prompts:
    """`given` itself, or what is in the folder it names. Raises as `read_prompts`."""
    if given is None:
        return OUR_PROMPTS
    return given if isinstance(given, Prompts) else read_prompts(given)


def read_prompts(folder: str | Path) -> Prompts:
    """The prompts in `folder`; `v1.jinja` is the version `own-v1`, so that nobody takes it for ours.

    Raises PathNotFound for a folder that is not there, and InvalidInstructions for one that holds no prompt, for a task
    that nobody asks about, and for a prompt that cannot be sent as it is meant.
    """
    root = Path(folder)
    if not root.is_dir():
        raise PathNotFound(f"no folder of prompts: {folder}")
    found = prompt_files(root)
    if not found:
        raise InvalidInstructions(f"{folder} holds no prompt", hint=_LAYOUT)
    tasks = {prompt.task for prompt in list_prompts()}
    if unknown := sorted(found.keys() - tasks):
        raise InvalidInstructions(
            f"{root / unknown[0]}: nobody asks with such a prompt", hint=f"there is: {', '.join(sorted(tasks))}"
        )
    return Prompts(
        tuple(
            _read(task, version, root / task / f"{version}.jinja")
            for task, versions in sorted(found.items())
            for version in versions
        )
    )


def _read(task: str, version: str, path: Path) -> Prompt:
    from jinja2 import TemplateSyntaxError

    try:
        content = path.read_bytes()
        source = content.decode("utf-8")
        environment().compile(source)  # also says which filters there are not
        tree = environment().parse(source)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInstructions(f"cannot read {path}: {error}") from error
    except TemplateSyntaxError as error:
        raise InvalidInstructions(f"{path}, line {error.lineno}: {error.message}") from error
    parent = _parent(tree, path)
    prompt = Prompt(task, f"own-{version}", hashlib.sha256(content).hexdigest(), source, parent)
    _check(prompt, tree, path)
    return prompt


def _parent(tree: nodes.Template, path: Path) -> Prompt | None:
    from jinja2 import nodes

    extends = tree.find(nodes.Extends)
    if extends is None:
        return None
    if not (isinstance(extends.template, nodes.Const) and isinstance(extends.template.value, str)):
        raise InvalidInstructions(f"{path}, line {extends.lineno}: extends wants the name of a prompt")
    task, _, version = extends.template.value.partition("/")
    try:
        return load_prompt(task, version or None)
    except PromptNotFound as error:
        raise InvalidInstructions(f"{path}, line {extends.lineno}: {error.message}", hint=error.hint) from error


def _check(prompt: Prompt, tree: nodes.Template, path: Path) -> None:
    """That all of it would be sent, and that there will be a value for every name in it."""
    from jinja2 import nodes

    for line in _unsent(tree):
        raise InvalidInstructions(
            f"{path}, line {line}: this would not be sent", hint="put it into the block system or the block user"
        )
    for kind in (nodes.Include, nodes.Import, nodes.FromImport):
        if found := tree.find(kind):
            raise InvalidInstructions(
                f"{path}, line {found.lineno}: a prompt takes from one other only", hint='{% extends "claims/v3" %}'
            )
    blocks = {block.name for one in prompt.lineage for block in _parsed(one).find_all(nodes.Block)}
    if missing := [role for role in ROLES if role not in blocks]:
        raise InvalidInstructions(
            f"{path} has no block {missing[0]}", hint='write both, or begin with {% extends "claims/v3" %}'
        )
    known = _names(load_prompt(prompt.task))
    if unknown := sorted({name for one in prompt.lineage for name in _names(one)} - known):
        raise InvalidInstructions(
            f"{path}: there is no value {unknown[0]!r}", hint=f"{prompt.task} has: {', '.join(sorted(known))}"
        )


def _unsent(tree: nodes.Template) -> Iterator[int]:
    """The lines of what stands outside the blocks that become messages."""
    from jinja2 import nodes

    for node in tree.body:
        if isinstance(node, nodes.Extends) or (isinstance(node, nodes.Block) and node.name in ROLES):
            continue
        parts = node.nodes if isinstance(node, nodes.Output) else [node]
        yield from (part.lineno for part in parts if not (isinstance(part, nodes.TemplateData) and part.data.isspace()))


def _parsed(prompt: Prompt) -> nodes.Template:
    return environment().parse(prompt.source)


def _names(prompt: Prompt) -> set[str]:
    """The values that it wants to be given."""
    from jinja2 import meta

    return meta.find_undeclared_variables(_parsed(prompt)) - environment().globals.keys()
