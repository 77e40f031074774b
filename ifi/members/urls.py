"""Addresses of this room."""

from django.urls import path

from ifi.members.views import applications, lending, own, people

app_name = "members"
urlpatterns = [
    path("me/organisations/", own.mine, name="mine"),
    path("me/organisations/choose/", own.choose_organisation, name="choose"),
    path("me/organisations/join/", own.join, name="join"),
    path("me/organisations/join/signature/", own.join_by_signature, name="join_by_signature"),
    path("me/organisations/lend/", lending.delegate, name="delegate"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path("applications/<int:application_id>/letter/", applications.letter, name="letter"),
    path("applications/<int:application_id>/approve/", applications.approve, name="approve"),
    path("applications/<int:application_id>/refuse/", applications.refuse, name="refuse"),
    path("applications/<int:application_id>/withdraw/", applications.withdraw, name="withdraw"),
    path("organisations/<int:organisation_id>/people/", people.people, name="people"),
    path("organisations/<int:organisation_id>/people/invite/", people.invite, name="invite"),
    path(
        "organisations/<int:organisation_id>/people/invitations/<int:invitation_id>/revoke/",
        people.revoke,
        name="revoke",
    ),
    path("people/members/<int:membership_id>/", people.member, name="member"),
    path("people/members/<int:membership_id>/roles/", people.roles, name="roles"),
    path("people/members/<int:membership_id>/power-of-attorney/", people.attorney, name="attorney"),
    path("people/members/<int:membership_id>/end/", people.end, name="end"),
    path("people/delegations/<int:delegation_id>/end/", lending.end_delegation, name="end_delegation"),
    path("invitations/<str:token>/", lending.invitation, name="invitation"),
]
