"""Renderers: each turns the handbook into artifacts and knows no other renderer."""

from generators.render.base import Renderer
from generators.render.pages import render_pages

RENDERERS: tuple[Renderer, ...] = (render_pages,)
