# One image for web, worker and beat. The first stage installs and compiles; the second runs as a
# user without rights, who may write to the data folder alone.

FROM python:3.13-slim-bookworm AS build
WORKDIR /srv/lapak
COPY requirements.lock pyproject.toml ./
COPY storefront/__init__.py storefront/__main__.py storefront/env.py storefront/
COPY storefront/launch storefront/launch
# The code that `up` uses: every package is checked against its hash in the lock.
RUN python -m storefront environment
COPY . .
# Static files under hashed names belong to the image. No server is asked; the key signs nothing.
RUN LAPAK_MODE=test SECRET_KEY=build python -m storefront prepare --static-only \
 && rm -rf .data/log

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin lapak
WORKDIR /srv/lapak
COPY --from=build /srv/lapak /srv/lapak
RUN chown -R lapak .data
ENV PYTHONUNBUFFERED=1 LAPAK_MODE=production
USER lapak
EXPOSE 8000
# The shop answers only to its own names, here as everywhere.
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}))"]
ENTRYPOINT ["python", "-m", "storefront"]
CMD ["web", "--host", "0.0.0.0"]
