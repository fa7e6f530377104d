"""The parts of a page: head, path, sheet, buttons, menus, notes, dialogs, keys."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diwan.interface.components.marks import icon as drawing

register = template.Library()


def drawn(name: str, context: Context | None = None, **given: Any) -> SafeString:
    """A component's own template with what it was given; `csrf_token`, `request` come along."""
    if context is not None:
        given.setdefault("request", context.get("request"))
        given.setdefault("csrf_token", context.get("csrf_token"))
    return render_to_string(f"ui/{name}.html", given)


def attributes(given: dict[str, Any]) -> SafeString:
    """HTML attributes from keyword arguments: `hx_target="#x"` is `hx-target="#x"`, True stands alone."""
    kept = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    return flatatt({name: value for name, value in kept.items() if value is not None and value is not False})


@register.simple_block_tag
def phead(content: str, title: Any, *, sub: Any = "", lede: Any = "", lang: str = "") -> SafeString:
    """Title of the page, one line of facts beneath, actions at the end (the block)."""
    return drawn("phead", title=title, sub=sub, lede=lede, lang=lang, content=content)


@register.simple_block_tag
def crumbs(content: str, label: Any = "") -> SafeString:
    """The path to this page, made of `crumb`s."""
    return drawn("crumbs", content=content, label=label)


@register.inclusion_tag("ui/crumb.html")
def crumb(label: Any, url: str = "") -> dict[str, Any]:
    """One step of the path; without `url` it is the present page."""
    return {"label": label, "url": url}


@register.simple_block_tag
def sheet(
    content: str,
    *,
    title: Any = "",
    count: int | str | None = None,
    id: str = "",
    end: Any = "",
    end_url: str = "",
    pad: bool = False,
    edge: bool = True,
    label: Any = "",
    classes: str = "",
    **more: Any,
) -> SafeString:
    """A sheet of paper; its optional head has title, count, and something at the end (`end_url` links it)."""
    given = {"title": title, "count": count, "id": id, "end": end, "end_url": end_url, "label": label}
    heading = f"{id}-h" if title and id else ""
    return drawn(
        "sheet",
        **given,
        heading=heading,
        content=content,
        pad=pad,
        edge=edge,
        classes=classes,
        more=attributes(more),
    )


@register.simple_tag
def button(
    label: Any,
    *,
    url: str = "",
    kind: str = "quiet",
    icon: str = "",
    key: str = "",
    small: bool = False,
    type: str = "button",
    describe: Any = "",
    hint: bool = True,
    **more: Any,
) -> SafeString:
    """A link (`url`) or a button: `primary` (one a page), `quiet`, `plain`, `danger` (confirmations only).

    `describe` says which record the act is on, for those who listen ("Sign: SG/OUT/2035/0188"). `key` shows
    the key and binds it: a letter, or `Ctrl+Enter`; `hint=False` binds it silently, for buttons repeated on
    each line. Further arguments become attributes (`hx_get=…`, `name=…`, `data_x=…`). Written here and not in
    a template for the same reason as the marks: two stand on every line of a desk.
    """
    classes = f"btn btn-{kind}{' btn-sm' if small else ''}"
    given = {"class": classes, "href": url} if url else {"class": classes, "type": type}
    if key:
        given["data-key"] = key
    spoken = format_html('<span class="visually-hidden">: {}</span>', describe) if describe else ""
    shown = _keys(key) if key and hint else ""
    return format_html(
        "<{0}{1}{2}>{3}{4}{5}{6}</{0}>",
        "a" if url else "button",
        flatatt(given),
        attributes(more) if more else "",
        drawing(icon) if icon else "",
        label,
        spoken,
        shown,
    )


def _keys(key: str) -> SafeString:
    caps = format_html_join("", "<kbd>{}</kbd>", ((part,) for part in key.split("+")))
    return format_html(' <bdi class="hide-m" dir="ltr">{}</bdi>', caps)


@register.simple_block_tag(takes_context=True)
def act(
    context: Context,
    content: str,
    label: Any,
    url: str,
    *,
    kind: str = "quiet",
    icon: str = "",
    key: str = "",
    small: bool = False,
    describe: Any = "",
    target: str = "",
    swap: str = "outerHTML",
    refused: Any = "",
    **more: Any,
) -> SafeString:
    """One verb as a form with one button, posted to `url`; hidden fields stand in the block.

    With `target` htmx swaps that part. With `refused` (the reason) the button is off and says why beforehand.
    """
    return drawn(
        "act",
        context,
        content=content,
        label=label,
        url=url,
        kind=kind,
        icon=icon,
        key=key,
        small=small,
        describe=describe,
        target=target,
        swap=swap,
        refused=refused,
        more=more,
    )


@register.simple_block_tag
def menu(
    content: str, label: Any, *, icon: str = "", kind: str = "quiet", small: bool = False, start: bool = False
) -> SafeString:
    """A button that opens a short list of `menuitem`s; works without a script."""
    return drawn("menu", content=content, label=label, icon=icon, kind=kind, small=small, start=start)


@register.inclusion_tag("ui/menuitem.html")
def menuitem(label: Any, url: str = "", *, icon: str = "", current: bool = False, **more: Any) -> dict[str, Any]:
    """One line of a menu: a link, or a submit button when it has no `url`."""
    return {"label": label, "url": url, "icon": icon, "current": current, "more": attributes(more)}


@register.simple_block_tag
def note(content: str, *, tone: str = "run", icon: str = "") -> SafeString:
    """Something to know on this page, at most one a screen. Tones: run, soon, late, done."""
    return drawn("note", content=content, tone=tone, icon=icon or ("alert-circle" if tone == "late" else "info-circle"))


@register.simple_block_tag
def empty(content: str, title: Any, *, icon: str = "check") -> SafeString:
    """A list with nothing in it: what happened, what comes next, one way on."""
    return drawn("empty", content=content, title=title, icon=icon)


@register.simple_block_tag
def dialog(content: str, id: str, title: Any, *, wide: bool = False, open: bool = False) -> SafeString:
    """A question with its consequences; verbs on the buttons, the safe one first.

    A link with `data-dialog="<id>"` opens it; its `href` is the page that asks the same without a script.
    """
    return drawn("dialog", content=content, id=id, title=title, wide=wide, open=open)


@register.simple_block_tag
def keybar(content: str) -> SafeString:
    """The foot of list and entry screens: the keys of this page, as `key`s."""
    return drawn("keybar", content=content)


@register.inclusion_tag("ui/key.html")
def key(keys: str, label: Any) -> dict[str, Any]:
    """One key and what it does: `{% key "J K" _("move") %}`, `{% key "Ctrl+Enter" _("save") %}`."""
    return {"keys": keys.replace("+", " ").split(), "label": label}


@register.inclusion_tag("ui/progress.html")
def progress(
    done: int, total: int | None, label: Any, *, url: str = "", tone: str = "", detail: Any = ""
) -> dict[str, Any]:
    """How far a job has come; with `url` it asks each second until the answer does not."""
    return {"done": done, "total": total, "label": label, "url": url, "tone": tone, "detail": detail}


@register.simple_block_tag
def viewer(content: str, *, label: Any, page: Any = "", src: str = "", download: str = "") -> SafeString:
    """A document beside its form: a tool bar, the paper (`src`: an address of ours, shown in a frame)."""
    return drawn("viewer", content=content, label=label, page=page, src=src, download=download)
