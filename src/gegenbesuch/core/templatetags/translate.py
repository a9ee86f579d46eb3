"""The tag `translate`, in place of Django's: built into every template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template import Library, Node
from django.templatetags.i18n import do_translate
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.template import Context
    from django.template.base import Parser, Token

register = Library()


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """
    Translate a text; Django's own tag, but quick where the text stands there.

    Django's resolves such a text like a variable, in every row that shows it.
    """
    node = do_translate(parser, token)
    found = node.filter_expression
    if found.filters or found.var.literal is None or node.noop or node.message_context:
        return node
    return _FixedText(found.var.literal, node.asvar)


class _FixedText(Node):
    def __init__(self, text: str, asvar: str | None) -> None:
        self.text = mark_safe(text.replace("%", "%%"))  # noqa: S308 -- of a template
        self.asvar = asvar

    def render(self, context: Context) -> str:
        shown = mark_safe(gettext(self.text).replace("%%", "%"))  # noqa: S308
        if self.asvar is None:
            return shown
        context[self.asvar] = shown
        return ""
