"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from storefront.graphql.explorer import explorer_script
from storefront.graphql.view import graphql

urlpatterns = [
    path("graphql/", graphql, name="graphql"),
    path("graphql/explorer.js", explorer_script, name="graphql-explorer-script"),
]
