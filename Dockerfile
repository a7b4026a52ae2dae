# Untried where it was written. docker build -t pedalfit . ; docker run --rm -v "$PWD:/rides" pedalfit fit rider.toml --out result
FROM python:3.11-slim AS built
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels /source

FROM python:3.11-slim
RUN --mount=type=bind,from=built,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels pedalfit \
    && useradd --create-home rider
USER rider
WORKDIR /rides
ENTRYPOINT ["pedalfit"]
CMD ["--help"]
