# syntax=docker/dockerfile:1.7
# escape=\

## the versions that everything else follows
ARG NODE=20.11.1 \
    # the one on the hosts
    DEBIAN=bookworm

# build: all that needs a compiler

FROM --platform=$BUILDPLATFORM node:${NODE}-${DEBIAN} AS build
WORKDIR /src
COPY --link --chown=1000:1000 package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci \

    # no scripts of strangers
    && npm rebuild \
        sharp@0.33.2 \
        better-sqlite3 \
    && rm -rf /tmp/*
RUN <<EOF cat >> /etc/motd && <<-'TWO' sh
Built on a Tuesday,

    indented as it was
EOF
	set -e
	echo "$HOME"
	TWO
ONBUILD COPY . /src
onbuild run make

from docker.io/library/debian:12 as final
ENV LANG=C.UTF-8 \
    TZ="Europe/Oslo"
LABEL maintainer="ops@x.example" version="1.4"
#EXPOSE 9229
EXPOSE 8080 8443/tcp
HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/ || exit 1
COPY --from=build /src/dist /srv
COPY <<nginx.conf /etc/nginx/
worker_processes 2;
nginx.conf
VOLUME ["/data"]
USER 1000:1000
STOPSIGNAL SIGQUIT
SHELL ["/bin/bash", "-c"]
ENTRYPOINT ["/srv/run"]
CMD ["--port", "8080"]

FROM scratch
ADD https://x.example/a.tar.gz /
