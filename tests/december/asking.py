"""Asking the service a query of several fields."""

from typing import Any

from live_service import Service


async def asked(service: Service, query: str, **variables: Any) -> Any:
    """Return the whole data of an answer without errors."""
    response = await service.ask(query, **variables)
    assert "errors" not in response, response
    return response["data"]
