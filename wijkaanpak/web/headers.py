"""Headers of every answer: nothing from elsewhere, nothing kept (R168)."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self' {socket}"
)


def harden(response: Response, origin: str) -> Response:
    """Put the headers on one answer; `origin` is the address people use."""
    socket = origin.replace("http", "ws", 1)
    response.headers["Content-Security-Policy"] = POLICY.format(socket=socket)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    # no-referrer would turn the Origin of our own forms into null
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if origin.startswith("https"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = "public, max-age=300"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("Vary", None)
    return response


def install(app: Flask, origin: str) -> None:
    """Put the headers on every answer."""
    app.after_request(lambda response: harden(response, origin))
