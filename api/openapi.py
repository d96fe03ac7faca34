"""What the API says of itself: one schema for every error, and no error that it does not give."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import Problem, responses


def describe(app: FastAPI, *, guarded: bool) -> None:
    """Let the app describe itself with our problem details, and with keys only where they are asked for."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            made = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                routes=app.routes,
                separate_input_output_schemas=False,
            )
            app.openapi_schema = _mended(made, guarded=guarded)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's own way to extend it


# Any: an OpenAPI document is JSON of any depth.
def _mended(document: dict[str, Any], *, guarded: bool) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {})
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path in document["paths"].values():
        for operation in path.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = responses(422)[422]
            if not guarded:
                operation.pop("security", None)
    if not guarded:
        components.pop("securitySchemes", None)
    return document
