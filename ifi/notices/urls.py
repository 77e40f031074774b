"""Addresses of this room."""

from django.urls import path

from ifi.notices.views import channels, mine, public

app_name = "notices"
urlpatterns = [
    path("notices/", mine.notices, name="mine"),
    path("notices/all-read", mine.all_read, name="all_read"),
    path("notices/preferences/", mine.preferences, name="preferences"),
    path("notices/preferences/telegram", mine.connect_telegram, name="connect_telegram"),
    path("notices/preferences/telegram-off", mine.disconnect_telegram, name="disconnect_telegram"),
    path("notices/channels/", channels.overview, name="channels"),
    path("notices/channels/<str:channel>/trial", channels.trial, name="trial"),
    path("notices/channels/<str:channel>/again", channels.all_again, name="all_again"),
    path("notices/channels/again/<int:key>", channels.again, name="again"),
    path("notices/off/<str:token>/", public.off, name="off"),
    path("notices/topics/<slug:topic>/off", mine.topic_off, name="topic_off"),
    path("notices/topics/<slug:topic>/on", mine.topic_on, name="topic_on"),
    path("notices/<int:key>/open", mine.opened, name="open"),
    path("notices/<int:key>/read", mine.read, name="read"),
    path("notices/<int:key>/unread", mine.unread, name="unread"),
    path("subscribe/", public.subscribe, name="subscribe"),
    path("subscribe/asked/", public.asked, name="asked"),
    path("subscribe/confirm/<str:token>/", public.confirm, name="confirm"),
    path("subscriptions/ended/", public.ended, name="ended"),
    path("subscriptions/<str:token>/", public.manage, name="manage"),
    path("subscriptions/<str:token>/end", public.end, name="end"),
]
