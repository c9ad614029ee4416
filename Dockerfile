# The service in one image: docker build -t advisor . && docker run -p 8080:8080 -e ADVISOR_API_TOKENS=me:… advisor
# Every package is installed by exact version and checked against its hash, as everywhere else.
FROM python:3.12.8-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY .ci/locks/runtime.txt .ci/locks/runtime.txt
RUN pip install --require-hashes -r .ci/locks/runtime.txt

COPY pyproject.toml README.md LICENSE ./
COPY tools tools
COPY knowledge knowledge
COPY agent agent
# Installed without the lock beside it: inside the image the set-up has been done. The modules are compiled here, since the
# service may run on a read-only root.
RUN pip install --no-deps --no-build-isolation . && rm -rf .ci \
    && python -m compileall -q /usr/local/lib/python3.12/site-packages \
    && groupadd --system --gid 10001 advisor \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home advisor \
    && mkdir --mode=0700 /data && chown 10001:10001 /data

# By number, so that a platform can see that it is not root.
USER 10001:10001
ENV ADVISOR_DATA_DIR=/data ADVISOR_HOST=0.0.0.0 ADVISOR_PORT=8080 HOME=/data MPLCONFIGDIR=/tmp
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["advisor", "serve"]
