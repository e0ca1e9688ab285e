"""All renderers, in the order they run: pages come last, because they link what others made."""

from sop_handbook.render.app import render_app
from sop_handbook.render.base import Renderer
from sop_handbook.render.drill import render_drill
from sop_handbook.render.duty_calendars import render_duty_calendars
from sop_handbook.render.exchange import render_exchange
from sop_handbook.render.feeds import render_feeds
from sop_handbook.render.media import render_media
from sop_handbook.render.office import render_office
from sop_handbook.render.pages import render_pages
from sop_handbook.render.print import render_prints
from sop_handbook.render.print.recall import render_recall
from sop_handbook.render.print_list import render_print_list
from sop_handbook.render.reviews import render_reviews
from sop_handbook.render.role_data import render_role_data
from sop_handbook.render.run import render_run
from sop_handbook.render.search import render_search
from sop_handbook.render.step_codes import render_step_codes

RENDERERS: tuple[Renderer, ...] = (
    render_prints,
    render_office,
    render_exchange,
    render_recall,
    render_print_list,
    render_feeds,
    render_reviews,
    render_duty_calendars,
    render_role_data,
    render_search,
    render_run,
    render_drill,
    render_step_codes,
    render_media,
    render_app,
    render_pages,
)
