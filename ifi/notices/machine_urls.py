"""Addresses for programs, the same in every language: mail programs that unsubscribe, and Telegram."""

from django.urls import path

from ifi.notices.views import machines

urlpatterns = [
    path("notices/off/<str:token>/", machines.off, name="notices_off"),
    path("telegram/webhook/", machines.telegram_webhook, name="telegram_webhook"),
]
