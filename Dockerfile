# The bot, without tools to build it: two stages of one slim image, and a user who may write only to /data.
FROM python:3.11-slim AS build
RUN python -m venv /opt/louzhang
ENV PATH=/opt/louzhang/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data louzhang
COPY --from=build /opt/louzhang /opt/louzhang
ENV PATH=/opt/louzhang/bin:$PATH PYTHONUNBUFFERED=1
USER louzhang
WORKDIR /data
VOLUME /data
ENTRYPOINT ["louzhang"]
CMD ["run"]
