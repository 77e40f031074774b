"""Addresses of this room."""

from django.urls import include, path

from ifi.accounts.views import account, consent, factors, joining, people, provider, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/second-factor/", signing_in.second_factor, name="second_factor"),
    path("sign-in/passkey/", signing_in.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options/", signing_in.passkey_options, name="passkey_options"),
    path("sign-in/provider/", provider.start, name="provider"),
    path("sign-in/forgotten/", joining.forgotten, name="forgotten"),
    path("sign-up/", joining.sign_up, name="sign_up"),
    path("link/", joining.link, name="link"),
    path("link/<str:secret>/", joining.open_link, name="open_link"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("me/", account.me, name="me"),
    path("me/consent/", consent.consent, name="consent"),
    path("me/prove/", account.prove, name="prove"),
    path("me/password/", account.password, name="password"),
    path("me/address/", account.address, name="address"),
    path("me/sessions/", account.sessions, name="sessions"),
    path("me/second-factor/", factors.factors, name="factors"),
    path("me/second-factor/application/", factors.add_application, name="add_application"),
    path("me/second-factor/passkey/", factors.add_passkey, name="add_passkey"),
    path("me/second-factor/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path("me/second-factor/<int:pk>/remove/", factors.remove, name="remove_factor"),
    path("me/provider/", provider.link, name="link_provider"),
    path("me/provider/unlink/", provider.unlink, name="unlink_provider"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("", include("ifi.accounts.personal.urls")),
    path("people/<int:pk>/<slug:name>/", people.act, name="act_on_person"),
]
