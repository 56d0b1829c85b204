"""Prompts as files: `prompts/<task>/v<N>.jinja`, never edited once released, two blocks each — `system` and `user`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from claimx.errors import InvalidInstructions, PromptNotFound
from claimx.llm.asker import Message

if TYPE_CHECKING:
    from jinja2 import Environment, Template

ROLES: tuple[Literal["system", "user"], ...] = ("system", "user")
_VERSION_FILE = re.compile(r"(v\d+)\.jinja")


@dataclass(frozen=True)
class Prompt:
    """One version of one task's prompt. `sha256` is of the file's bytes, for the provenance of what it led to.

    `parent` is the prompt whose blocks it takes over and changes (Jinja's `extends`), where there is one.
    """

    task: str
    version: str
    sha256: str
    source: str = field(repr=False)
    parent: Prompt | None = field(default=None, repr=False)

    def render(self, **values: object) -> Rendered:
        """The messages to send. Values are data: template syntax inside them stays as it is.

        Raises InvalidInstructions where a value is missing, or is asked for what it has not.
        """
        from jinja2 import TemplateError

        try:
            # Each block by itself: the article cannot close one message and open another.
            return Rendered([Message(role=role, content=self._block(role, values)) for role in ROLES], self, values)
        except TemplateError as error:
            raise InvalidInstructions(f"the prompt {self.stage} cannot be filled in: {error}") from error

    def _block(self, role: str, values: dict[str, object]) -> str:
        own, *inherited = (_compiled(prompt.source) for prompt in self.lineage)
        context = own.new_context(values)
        # What Jinja does where a whole template is rendered; it lets nobody render a block with its parents.
        for template in inherited:
            for name, block in template.blocks.items():
                context.blocks.setdefault(name, []).append(block)
        return "".join(context.blocks[role][0](context))

    @property
    def stage(self) -> str:
        """What it is used for, in accounts and journals: `claims/v1`."""
        return f"{self.task}/{self.version}"

    @property
    def lineage(self) -> tuple[Prompt, ...]:
        """The prompt itself, the one it takes over from, and so on."""
        return (self, *(self.parent.lineage if self.parent is not None else ()))


class Rendered(list[Message]):
    """Messages that remember the prompt and the values they were made from; what is added later belongs to it too."""

    def __init__(self, messages: Iterable[Message], prompt: Prompt, values: Mapping[str, object] | None = None) -> None:
        super().__init__(messages)
        self.prompt = prompt
        self.values = dict(values or {})

    def __reduce__(self) -> tuple[object, ...]:
        return (Rendered, (list(self), self.prompt, self.values))


def load_prompt(task: str, version: str | None = None) -> Prompt:
    """The prompt of `task`, in its highest version unless one is named. Each is read once a process."""
    return _load(_prompts_root(), task, version)  # type: ignore[arg-type]  # a path, in a folder or a zip, has a hash


@cache
def _load(root: Traversable, task: str, version: str | None) -> Prompt:
    files_of = prompt_files(root)
    if task not in files_of:
        tasks = ", ".join(sorted(files_of))
        raise PromptNotFound(f"there is no prompt {task!r}", hint=f"there is: {tasks or 'none at all'}")
    versions = files_of[task]
    wanted = version if version is not None else list(versions)[-1]
    if wanted not in versions:
        raise PromptNotFound(f"prompt {task!r} has no version {version!r}", hint=f"it has: {', '.join(versions)}")
    return _read(task, wanted, versions[wanted])


def list_prompts() -> tuple[Prompt, ...]:
    """Every version of every prompt, by task and then from the lowest version to the highest."""
    return tuple(
        _read(task, version, file)
        for task, versions in sorted(prompt_files(_prompts_root()).items())
        for version, file in versions.items()
    )


def prompt_files(root: Traversable) -> dict[str, dict[str, Traversable]]:
    """Task → version → file. Versions stand by number (v10 comes after v9), and a task without one is none."""
    found: dict[str, dict[str, Traversable]] = {}
    for task in root.iterdir():
        if task.is_dir():
            versions = {match[1]: file for file in task.iterdir() if (match := _VERSION_FILE.fullmatch(file.name))}
            if versions:
                found[task.name] = dict(sorted(versions.items(), key=lambda version: int(version[0][1:])))
    return found


@cache
def _prompts_root() -> Traversable:
    """The wheel ships `prompts/` inside the package; a checkout has it at the top, beside `src/`."""
    package = files("claimx")
    shipped = package / "prompts"
    if shipped.is_dir():
        return shipped
    checkout = Path(str(package)).parents[1] / "prompts"
    if not checkout.is_dir():
        raise PromptNotFound(
            "this installation of claimx has no prompts", hint="install the wheel, or run from a whole checkout"
        )
    return checkout


def _read(task: str, version: str, file: Traversable) -> Prompt:
    content = file.read_bytes()
    return Prompt(task, version, hashlib.sha256(content).hexdigest(), content.decode("utf-8"))


@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    template = environment().from_string(source)
    template.globals = dict(template.globals)  # a chain of two by itself, and slow to copy for each block
    return template


@cache
def environment() -> Environment:
    """How every prompt is read, ours and one's own."""
    from jinja2 import Environment, StrictUndefined

    return Environment(
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - a message to a model is no page
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
