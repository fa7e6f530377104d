"""Lists and figures: desk items, ledgers, batch bars, chips, tabs, filters, page links, heat cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from diwan.interface import charts
from diwan.interface.components.marks import LOOKS, STATUSES
from diwan.interface.components.page import attributes, drawn
from diwan.interface.markup import markup
from diwan.interface.tables import Listing

register = template.Library()


@register.simple_block_tag
def group(
    content: str, title: Any, *, count: int | None = None, id: str, end: Any = "", end_url: str = ""
) -> SafeString:
    """A group of desk `item`s under one heading."""
    return drawn("group", content=content, title=title, count=count, id=id, end=end, end_url=end_url)


@register.simple_block_tag
def item(
    content: str,
    title: Any,
    url: str,
    *,
    status: str = "idle",
    label: Any = "",
    reference: Any = "",
    meta: Any = "",
    due: dt.date | None = None,
    new: bool = False,
    lang: str = "",
    **more: Any,
) -> SafeString:
    """One line of the desk: state, title with its source beneath, due in words, date; acts in the block.

    `new` = not opened yet. `lang` when the title keeps a language of its own.
    """
    return drawn(
        "item",
        content=content,
        title=title,
        url=url,
        status=status,
        label=label,
        reference=reference,
        meta=meta,
        due=due,
        new=new,
        lang=lang,
        more=attributes(more),
    )


@register.simple_block_tag
def figures(content: str, label: Any) -> SafeString:
    """A row of at most six `figure`s."""
    return drawn("figures", content=content, label=label)


@register.inclusion_tag("ui/figure.html")
def figure(
    label: Any,
    value: Any,
    *,
    unit: Any = "",
    note: Any = "",
    url: str = "",
    chart: charts.Chart | None = None,
) -> dict[str, Any]:
    """A figure in words and digits, its comparison beneath; the small chart only decorates."""
    return {"label": label, "value": value, "unit": unit, "note": note, "url": url, "chart": chart}


@register.inclusion_tag("ui/chart.html")
def chart(chart: charts.Chart) -> dict[str, Any]:
    """A small chart made by `diwan.interface.charts`."""
    return {"chart": chart}


@register.simple_block_tag
def ledger(content: str, label: Any, *, dense: bool = False, id: str = "", classes: str = "") -> SafeString:
    """The table of the house; the block holds `<thead>` and `<tbody data-rows>`. `label` names it aloud."""
    return drawn("ledger", content=content, label=label, dense=dense, id=id, classes=classes)


@register.inclusion_tag("ui/sorthead.html")
def sorthead(listing: Listing, name: str, label: Any, *, classes: str = "", target: str = "") -> dict[str, Any]:
    """A column head that sorts: pressed again it turns the order round."""
    return {
        "listing": listing,
        "name": name,
        "label": label,
        "classes": classes,
        "target": target,
        "direction": listing.direction_of(name),
        "query": listing.query_for_sort(name),
    }


@register.inclusion_tag("ui/pages.html")
def pages(listing: Listing, *, target: str = "") -> dict[str, Any]:
    """Which lines these are, and the way to the page before and after."""
    return {"listing": listing, "page": listing.page, "target": target}


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """The options of a select, values and labels; the chosen one selected."""
    found = ((value, SafeString(" selected") if value == chosen else "", label) for value, label in choices)
    return SafeString("".join(markup('<option value="{}"{}>{}</option>', *one) for one in found))


@register.simple_tag
def pickall(label: Any) -> SafeString:
    """The box in the head of a ledger that selects every line of the page."""
    return markup('<input class="form-check-input" type="checkbox" data-all aria-label="{}">', label)


@register.simple_tag
def pick(value: Any, label: Any, *, name: str = "pick", form: str = "") -> SafeString:
    """The box that selects one line; `form` is the id of the batch bar's form when it stands elsewhere."""
    return markup(
        '<input class="form-check-input" type="checkbox" data-pick name="{}" value="{}" aria-label="{}"{}>',
        name,
        value,
        label,
        markup(' form="{}"', form) if form else "",
    )


@register.simple_block_tag
def batch(content: str, label: Any) -> SafeString:
    """What can be done to the selected lines; hidden by the script until something is selected."""
    return drawn("batch", content=content, label=label)


@register.simple_block_tag
def chips(content: str, label: Any) -> SafeString:
    """A row of `chip`s under one spoken label."""
    return drawn("chips", content=content, label=label)


@register.inclusion_tag("ui/chip.html")
def chip(
    label: Any,
    url: str,
    *,
    current: bool = False,
    count: int | None = None,
    status: str = "",
    lang: str = "",
    **more: Any,
) -> dict[str, Any]:
    """A quick filter or a choice, as an address; `current` when it applies."""
    return {
        "label": label,
        "url": url,
        "current": current,
        "count": count,
        "status": status,
        "lang": lang,
        "more": attributes(more),
    }


@register.inclusion_tag("ui/filterchip.html", takes_context=True)
def filterchip(
    context: Context, name: str, value: str, label: Any, *, count: int | None = None, status: str = ""
) -> dict[str, Any]:
    """A chip that switches one value of the query on and off, and goes back to the first page."""
    query = context["request"].GET.copy()
    chosen = query.getlist(name)
    current = value in chosen
    query.setlist(name, [v for v in chosen if v != value] if current else [*chosen, value])
    for place in ("page", "before", "after"):
        query.pop(place, None)
    return {
        "label": label,
        "url": f"?{query.urlencode()}",
        "current": current,
        "count": count,
        "status": status,
    }


@register.simple_block_tag
def tabs(content: str, label: Any) -> SafeString:
    """The views of a list, as `tab`s: addresses, not scripts."""
    return drawn("tabs", content=content, label=label)


@register.inclusion_tag("ui/tab.html")
def tab(label: Any, url: str, *, current: bool = False, count: int | None = None) -> dict[str, Any]:
    """One view, with how many lines it holds."""
    return {"label": label, "url": url, "current": current, "count": count}


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, label: Any, *, url: str = "", target: str = "") -> SafeString:
    """A bar of filters sent by GET; with a script it sends itself on change and swaps `target`."""
    return drawn("filters", context, content=content, label=label, url=url, target=target)


@register.simple_tag
def heatcell(
    value: int, status: str, peak: int, *, url: str = "", label: Any = "", current: bool = False
) -> SafeString:
    """The inside of a cell of the heat table: tinted by `value` against `peak`, a dash for nought.

    `label` is the row's name; the cell is spoken as "row, status: value". Written here and not in a template:
    a matrix of thirty units has two hundred.
    """
    deep, tone, word = charts.weight(value, peak), LOOKS.get(status, status), STATUSES.get(status, "")
    if not deep:
        return markup('<span class="z">–<span class="visually-hidden"> {}, {}: 0</span></span>', label, word)
    if not url:
        return markup('<span class="{} w{}">{}</span>', tone, deep, value)
    present = SafeString(' aria-current="true"') if current else ""
    return markup(
        '<a href="{}" class="{} w{}"{} aria-label="{}, {}: {}">{}</a>',
        url,
        tone,
        deep,
        present,
        label,
        word,
        value,
        value,
    )
