# The service in one image: docker build -t advisor . && docker run -p 8080:8080 -e ADVISOR_API_TOKENS=me:… advisor
# Every package is installed by exact version and checked against its hash, as everywhere else.
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY .ci/locks/runtime.txt .ci/locks/runtime.txt
RUN pip install --require-hashes -r .ci/locks/runtime.txt

COPY pyproject.toml CHANGELOG.md ./
COPY tools tools
COPY knowledge knowledge
COPY agent agent
# Installed without the lock beside it: inside the image the set-up has been done.
RUN pip install --no-deps --no-build-isolation . && rm -rf .ci \
    && useradd --system --uid 10001 --home-dir /data --create-home advisor

USER advisor
ENV ADVISOR_DATA_DIR=/data ADVISOR_HOST=0.0.0.0 ADVISOR_PORT=8080
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
CMD ["advisor", "serve"]
