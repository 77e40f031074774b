"""What was done to a membership, an application, an invitation or a delegation: who reads it, and in which words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from ifi.audit import events
from ifi.core.targets import Target, show
from ifi.members import services
from ifi.members.models import Invitation
from ifi.registry.services import Names
from ifi.trail.concern import is_concerned
from tests.members.scene import PDF, O, a_person, acting, an_organisation, member_of, membership_of, new_bin
from tests.sign_in import Client

pytestmark = pytest.mark.django_db
KINDS = ("application", "invitation", "membership", "delegation")
ACTS = {
    "application": ("colleague", "members.letter_read"),
    "invitation": ("viewer", "members.invited"),
    "membership": ("colleague", "members.roles_changed"),
    "delegation": ("colleague", "members.delegated"),
}


class Scene:
    """An organisation with one object of each kind, and everybody who may be concerned."""

    def __init__(self) -> None:
        on = self.on = timezone.localdate()
        self.organisation = an_organisation("«Мыс» ЖШС")
        self.admin = member_of(self.organisation, O.ADMIN, on=on)
        self.viewer = member_of(self.organisation, O.OBLIGATIONS, on=on)
        self.colleague = member_of(self.organisation, O.ENGINEER, on=on)
        self.stranger = member_of(an_organisation(), O.ADMIN, on=on)
        self.officer, self.auditor = a_person("", "officer"), a_person("", "auditor")
        membership = membership_of(self.colleague, self.organisation)
        services.change_roles(membership_id=membership.pk, roles=[O.SCIENTIST], by=self.admin, on=on)
        delegation = services.delegate(
            borrower_id=membership.pk,
            roles=[O.ADMIN],
            since=on + timedelta(days=1),
            last_day=on + timedelta(days=2),
            by=self.admin,
            on=on,
        )
        services.invite(
            organisation_id=self.organisation.pk,
            email="new@example.kz",
            roles=[O.VIEWER],
            language="kk",
            by=self.admin,
            on=on,
        )
        applied = services.Applied(new_bin(), Names(en="Plant LLP"))
        application = services.apply_by_letter(applied=applied, letter=[PDF], by=self.colleague, on=on)
        services.open_letter(application_id=application.pk, by=self.officer, on=on)
        self.targets = {
            "application": Target.of("application", application.pk),
            "invitation": Target.of("invitation", Invitation.objects.get().pk),
            "membership": Target.of("membership", membership.pk),
            "delegation": Target.of("delegation", delegation.pk),
        }

    def reader(self, name):
        person = getattr(self, name)
        return person if person.roles else acting(person, person.memberships.get().organisation, self.on)


@pytest.fixture
def scene(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Scene()


WHO = {
    "admin": {"invitation", "membership", "delegation"},
    "viewer": {"invitation", "membership", "delegation"},  # answers for obligations, and so sees the trail
    "colleague": {"application", "membership", "delegation"},  # applicant, member and stand-in
    "stranger": set(),
    "officer": {"application"},
}


@pytest.mark.parametrize("name", WHO)
def test_whose_business_the_history_of_each_is(scene, name):
    reader = scene.reader(name)
    assert {kind for kind, target in scene.targets.items() if is_concerned(target, reader)} == WHO[name]


def test_the_objects_are_named_only_to_whoever_may_know_them(scene):
    def named(name):
        return {target.kind for target in show(list(scene.targets.values()), reader=scene.reader(name))}

    assert named("stranger") == set()
    assert named("colleague") == set(KINDS)
    assert named("viewer") == {"invitation", "membership", "delegation"}
    assert named("officer") == set(KINDS)
    assert named("auditor") == {"invitation", "membership", "delegation"}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_trail_of_each_opens_and_tells_what_others_did(scene, language):
    """Behind the wall too: the record is somebody else's act."""
    for kind, (name, act) in ACTS.items():
        reader, target, client = scene.reader(name), scene.targets[kind], Client()
        client.force_login(reader)
        page = client.get(f"/{language}/trail/of/{kind}/{target.key}/")
        with override(language):
            said, label = events.say(act, {}), show([target], reader=reader)[target].label
        assert said in page.content.decode(), kind
        assert label.split(",")[0] in page.content.decode()
        assert kind not in label


def test_nobody_elses_acts_are_told_to_a_stranger(scene):
    client = Client()
    client.force_login(scene.stranger)
    for target in scene.targets.values():
        text = client.get(f"/en/trail/of/{target.kind}/{target.key}/").content.decode()
        assert "Roles of a member changed" not in text
        assert "A person invited" not in text
        assert "Letter of authority of an application read" not in text
        assert scene.colleague.name not in text


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("organisations/{organisation}/people/", {"invitation", "delegation"}),
        ("people/members/{membership}/", {"membership"}),
        ("applications/{application}/", {"application"}),
    ],
)
def test_the_pages_lead_to_the_trail_of_what_they_show(scene, path, kinds):
    client = Client()
    client.force_login(scene.colleague)
    where = path.format(
        organisation=scene.organisation.pk,
        membership=scene.targets["membership"].key,
        application=scene.targets["application"].key,
    )
    text = client.get(f"/en/{where}").content.decode()
    for kind in kinds:
        assert f'href="/en/trail/of/{kind}/{scene.targets[kind].key}/"' in text
