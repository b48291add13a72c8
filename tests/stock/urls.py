"""Saleor's endpoint where Saleor has it, and nothing else."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from saleor.graphql.api import schema
from saleor.graphql.views import GraphQLView

urlpatterns = [path("graphql/", csrf_exempt(GraphQLView.as_view(schema=schema)), name="api")]
