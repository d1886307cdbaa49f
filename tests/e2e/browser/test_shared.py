"""A link from Slack in a real browser: the page of one report, for whoever has the link, without a key."""

from __future__ import annotations

from playwright.sync_api import expect

from local.slack_double import Slacker
from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.visitor import Visitor
from tests.e2e.test_slack import the_answer, the_file
from tests.e2e.waiting import eventually
from tests.e2e.world import World


def test_a_link_from_slack_opens_its_report_without_a_key_until_sharing_is_stopped(
    world: World, visitor: Visitor, visit: Visit
) -> None:
    slack = world.slack
    slack.reset()
    slacker = Slacker(world.stack.api_url, world.stack.slack_signing_secret, slack.url)
    slacker.command("Billie Eilish on spotify, instagram in IT for 2024-09")
    answer = the_answer(slack)
    the_file(slack)
    link = answer.button("open_page")["url"]

    visitor.page.goto(link)
    expect(visitor.heading("Billie Eilish")).to_be_visible()
    expect(visitor.card("Spotify")).to_contain_text("270,936")
    expect(visitor.button("Create report")).to_have_count(0)

    slacker.click(answer.button("unshare"))
    eventually(
        lambda: "open_page" not in str(slack.in_channel("C0CHANNEL")[0].body), "message without a link"
    )
    late = visit()
    late.refusals.add(404)
    late.page.goto(link)
    expect(late.page.get_by_role("alert")).to_contain_text("link")
