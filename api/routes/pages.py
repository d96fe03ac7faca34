"""The pages that people see, and what they are drawn with."""

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)
STATIC = StaticFiles(directory=str(files("api.web") / "static"), check_dir=False)


@router.get("/")
async def start() -> RedirectResponse:
    """Where a visitor starts."""
    return RedirectResponse("/api/openapi.json")
