"""How figures look on a page."""

from django import template

register = template.Library()
