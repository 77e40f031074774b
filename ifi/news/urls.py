"""Addresses of this room."""

from django.urls import path

from ifi.news import editing, feeds, views
from ifi.news.calendar import views as calendar

app_name = "news"
urlpatterns = [
    path("news/", views.news, name="list"),
    path("news/<int:number>/", views.item, name="item"),
    path("news/rss/<path:topic>.xml", feeds.NewsFeed(), name="rss"),
    path("news/atom/<path:topic>.xml", feeds.NewsAtom(), name="atom"),
    path("news/drafts/", editing.drafts, name="drafts"),
    path("news/new/", editing.new, name="new"),
    path("news/<int:number>/edit/", editing.edit, name="edit"),
    path("news/<int:number>/revise/", editing.revise, name="revise"),
    path("news/<int:number>/<str:step>/", editing.step, name="step"),
    path("calendars/", calendar.subscribe, name="calendars"),
    path("calendars/own/<str:token>.ics", calendar.personal_file, name="personal_file"),
    path("calendars/<path:topic>.ics", calendar.public_file, name="calendar_file"),
    path("me/calendar/", calendar.my_calendar, name="my_calendar"),
    path("me/calendar/make/", calendar.make, name="make_calendar"),
    path("me/calendar/revoke/", calendar.revoke, name="revoke_calendar"),
]
