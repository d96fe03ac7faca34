"""Every door of HTTP, in the order in which the API lists them."""

from fastapi import APIRouter

from api import openai
from api.routes import (
    ask,
    audit,
    conversations,
    corrections,
    desk,
    figures,
    health,
    pages,
    passages,
    people,
    reports,
    rooms,
    uploads,
)

ROUTERS: tuple[APIRouter, ...] = (
    ask.router,
    passages.router,
    reports.router,
    uploads.router,
    figures.router,
    corrections.router,
    audit.router,
    conversations.router,
    openai.router,
    people.router,
    health.router,
    desk.router,
    pages.router,
    rooms.router,
)
