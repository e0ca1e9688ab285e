"""All renderers, in the order they run: pages come last, because they link what others made."""

from generators.render.app import render_app
from generators.render.base import Renderer
from generators.render.exchange import render_exchange
from generators.render.my_job import render_my_job
from generators.render.office import render_office
from generators.render.pages import render_pages
from generators.render.papertrail import render_papertrail
from generators.render.print import render_prints
from generators.render.print.recall import render_recall
from generators.render.reviews import render_reviews
from generators.render.run import render_run
from generators.render.search import render_search
from generators.render.step_codes import render_step_codes

RENDERERS: tuple[Renderer, ...] = (
    render_prints,
    render_office,
    render_exchange,
    render_recall,
    render_papertrail,
    render_reviews,
    render_my_job,
    render_search,
    render_run,
    render_step_codes,
    render_app,
    render_pages,
)
