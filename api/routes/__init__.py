"""The doors of HTTP, one module a resource; `api.routers` lists them."""
