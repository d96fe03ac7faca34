"""Every door of HTTP, one module a resource."""

from fastapi import APIRouter

from api import openai
from api.routes import ask, conversations, figures, health, pages, passages, reports, uploads

ROUTERS: tuple[APIRouter, ...] = (
    ask.router,
    passages.router,
    reports.router,
    uploads.router,
    figures.router,
    conversations.router,
    openai.router,
    health.router,
    pages.router,
)
