FROM node:22-bookworm-slim AS front
WORKDIR /src
COPY frontend frontend
RUN npm --prefix frontend ci --no-audit --no-fund && npm --prefix frontend run build

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
# Not compiled: the payment package holds generated files that are no valid Python.
RUN pip install --no-cache-dir --no-compile --require-hashes -r requirements/base.txt
COPY . .
COPY --from=front /src/frontend/apps frontend/apps
COPY --from=front /src/frontend/node_modules/@expo-google-fonts/noto-sans-sc frontend/node_modules/@expo-google-fonts/noto-sans-sc
RUN useradd --system --home /data app && mkdir /data && chown app /data
USER app
VOLUME /data
EXPOSE 8000
