"""A person signs a document: through a stand-in of NCALayer, or with a file signed elsewhere.

The stand-in speaks NCALayer's protocol as public descriptions give it; NCALayer itself was not at hand.
"""

import base64
import json
import threading
from datetime import UTC, datetime

import pytest
from websockets.sync.server import serve

from ifi.accounts.models import User
from ifi.signing.models import SignableDocument, Signature
from ifi.signing.test_authority import Holder, write_authority
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language, screenshot
from tests.signing.conftest import OTHER_BIN, make_paper, make_scene
from tests.signing.paper import with_template_of_the_paper

GREETING = json.dumps({"result": {"version": "1.4"}})
OUTCOMES = ("waiting", "verifying", "not_installed", "refused", "silent", "failed", "unreadable")


@pytest.fixture(scope="module")
def scene():
    return make_scene(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def paper(transactional_db, scene, settings, tmp_path):
    write_authority(tmp_path / "authority", scene.authority)
    settings.SIGNING_ROOTS = str(tmp_path / "authority" / "roots")
    settings.SIGNING_TEST_AUTHORITY = True
    settings.TEMPLATES = with_template_of_the_paper(settings.TEMPLATES)
    settings.NCALAYER_SECONDS = 1
    person = User.objects.create_user("signer@example.kz", "a long password of a test", name="A. S.", roles=["analyst"])
    return make_paper(person)


@pytest.fixture
def ncalayer(settings):
    """`ncalayer(behave)`: a stand-in on loopback; `behave(socket, request)` plays one request."""
    servers, asked = [], []

    def start(behave, greeting=GREETING):
        def handle(socket):
            socket.send(greeting)
            for message in socket:
                request = json.loads(message)
                asked.append(request)
                behave(socket, request)

        server = serve(handle, "127.0.0.1", 0)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        settings.NCALAYER_ADDRESS = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        return asked

    settings.NCALAYER_ADDRESS = "ws://127.0.0.1:9"
    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()


@pytest.fixture
def open_paper(page_in, live_server, paper, client):
    """The signing page, signed in as the person."""

    def open_it(language="en", path="sign/", **options):
        client.force_login(User.objects.get(email="signer@example.kz"))
        page = page_in(language, "", **options)
        cookie = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page.goto(f"{live_server.url}/{language}/signing/{paper.pk}/{path}")
        return page

    return open_it


def _sign_as(scene, **options):
    """What NCALayer does when the person signs: the document comes in Base64, the CMS goes back."""

    def behave(socket, request):
        content = base64.b64decode(request["args"]["data"])
        cms = base64.b64encode(scene.forge(content=content, **options).make()).decode()
        socket.send("--heartbeat--")
        socket.send(json.dumps({"status": True, "body": {"result": [cms]}}))

    return behave


def _press(page):
    page.click("#ncalayer-form button")


def _outcome(page) -> str:
    page.wait_for_selector("[data-outcome]:not([hidden]):not([data-outcome=waiting])")
    return page.get_attribute("[data-outcome]:not([hidden])", "data-outcome")


def test_a_document_is_signed_through_ncalayer(open_paper, ncalayer, scene, paper):
    asked = ncalayer(_sign_as(scene))
    page = open_paper()
    _press(page)
    page.wait_for_url("**/signatures/1/")
    assert "СЫНАҚ ИЕСІ" in page.inner_text("main")
    signature = Signature.objects.get()
    assert signature.is_attached
    (request,) = asked
    assert (request["module"], request["method"]) == ("kz.gov.pki.knca.basics", "sign")
    args = request["args"]
    assert base64.b64decode(args["data"]) == paper.stored
    assert args["signingParams"] == {"decode": True, "encapsulate": True, "digested": False, "tsaProfile": {}}
    assert args["signerParams"]["bin"] == "200740012347"
    assert args["locale"] == "en"


def test_an_older_ncalayer_is_spoken_to_in_its_own_way(open_paper, ncalayer, scene):
    def behave(socket, request):
        if request["module"] == "kz.gov.pki.knca.basics":
            socket.send(json.dumps({"code": "500", "message": "module not found"}))
            return
        content = base64.b64decode(request["args"][2])
        cms = base64.b64encode(scene.forge(content=content).make()).decode()
        socket.send(json.dumps({"code": "200", "responseObject": cms}))

    asked = ncalayer(behave)
    page = open_paper()
    _press(page)
    page.wait_for_url("**/signatures/1/")
    assert asked[1]["method"] == "createCAdESFromBase64"


BEHAVIOURS = {
    "refused": lambda socket, request: socket.send(json.dumps({"status": True, "body": {}})),
    "silent": lambda socket, request: None,
    "unreadable": lambda socket, request: socket.send("<html>"),
    "failed": lambda socket, request: socket.send(json.dumps({"status": False, "code": "WRONG_PASSWORD"})),
}


@pytest.mark.parametrize("outcome", BEHAVIOURS)
def test_what_went_wrong_in_ncalayer_has_its_remedy(open_paper, ncalayer, outcome):
    ncalayer(BEHAVIOURS[outcome])
    page = open_paper()
    _press(page)
    assert _outcome(page) == outcome
    assert page.evaluate("document.activeElement.dataset.outcome") == outcome
    assert page.is_enabled("#ncalayer-form button")
    assert not Signature.objects.exists()


def test_a_person_who_closes_the_window_of_an_older_ncalayer_is_told_so(open_paper, ncalayer):
    ncalayer(lambda socket, request: socket.send(json.dumps({"status": False, "code": "USER_CANCELED"})))
    page = open_paper()
    _press(page)
    assert _outcome(page) == "refused"


def test_a_stranger_on_the_port_is_not_taken_for_ncalayer(open_paper, ncalayer):
    ncalayer(lambda socket, request: None, greeting=json.dumps({"hello": 1}))
    page = open_paper()
    _press(page)
    assert _outcome(page) == "unreadable"


def test_ncalayer_that_is_not_installed_is_told_with_what_to_do(browser, live_server, paper, settings, client):
    """The browser itself logs the failed connection as an error, so that the page is opened without the watch."""
    settings.NCALAYER_ADDRESS = "ws://127.0.0.1:9"
    client.force_login(User.objects.get())
    context = browser.new_context()
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page = context.new_page()
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{live_server.url}/en/signing/{paper.pk}/sign/")
    _press(page)
    assert _outcome(page) == "not_installed"
    assert all("ERR_" in text and "Security Policy" not in text for text in messages)
    context.close()


def test_the_wrong_certificate_comes_back_with_the_reason(open_paper, ncalayer, scene):
    other = scene.issue(Holder("ӘЛИ ДАНА", "«Басқа» ЖШС", OTHER_BIN, "900202400012"))
    ncalayer(_sign_as(scene, by=other))
    page = open_paper(may_fail=True)
    _press(page)
    page.wait_for_selector(".govuk-error-summary")
    assert OTHER_BIN in page.inner_text(".govuk-error-summary")
    assert OTHER_BIN in page.inner_text("#ncalayer .govuk-error-message")
    assert page.is_visible("#ncalayer-form button")


def test_a_file_signed_elsewhere_needs_no_javascript(open_paper, scene, paper, tmp_path):
    page = open_paper(javascript=False)
    assert not page.is_visible("#ncalayer")
    (tmp_path / "signed.p7s").write_bytes(scene.forge(content=paper.stored, attached=False).make())
    page.set_input_files("input[type=file]", tmp_path / "signed.p7s")
    page.click("main form.ifi-form button")
    assert page.url.endswith("/signatures/1/")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_signing_are_accessible_and_in_one_language(open_paper, scene, paper, tmp_path, language, width):
    page = open_paper(language, may_fail=True, width=width)
    _look(page, language, f"signing-{language}-{width}")
    for outcome in OUTCOMES:
        page.evaluate("outcome => { document.querySelector(`[data-outcome=${outcome}]`).hidden = false; }", outcome)
    _look(page, language, f"signing-outcomes-{language}-{width}")
    page.set_input_files("input[type=file]", {"name": "x.cms", "mimeType": "", "buffer": b"nothing"})
    page.click("main form.ifi-form button")
    page.wait_for_selector(".govuk-error-summary")
    _look(page, language, f"signing-refused-{language}-{width}")
    (tmp_path / "signed.cms").write_bytes(scene.forge(content=paper.stored).make())
    page.set_input_files("input[type=file]", tmp_path / "signed.cms")
    page.click("main form.ifi-form button")
    page.wait_for_url("**/signatures/1/")
    _look(page, language, f"signing-result-{language}-{width}")
    for path in (f"signing/{paper.pk}/", "signing/"):
        page.goto(f"{page.url.split(f'/{language}/')[0]}/{language}/{path}")
        _look(page, language, f"signing-{path.count('/')}-{language}-{width}")
    assert SignableDocument.objects.count() == 1


def _look(page, language, name):
    assert_accessible(page)
    assert_fits(page)
    assert_in_language(page, language)
    screenshot(page, name)
