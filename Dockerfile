# Two images: docker build --target api . and docker build --target worker .

FROM node:24-bookworm-slim AS build
WORKDIR /app
# The npm that asks allowScripts of package.json before it runs a package's script.
RUN npm install --global npm@11.19.1 --no-audit --no-fund
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
RUN NX_DAEMON=false npx nx run-many -t build -p api worker console --output-style=static
# What runs needs neither sources nor development dependencies.
RUN npm prune --omit=dev --no-audit --no-fund \
  && rm -rf apps/*/src apps/*/dist/compiled node_modules/@rollcall

FROM node:24-bookworm-slim AS runtime
# Which build this is, for the metrics.
ARG VERSION=unknown
ENV NODE_ENV=production HOST=0.0.0.0 STORAGE_DIR=/data/files ROLLCALL_VERSION=$VERSION
WORKDIR /app
RUN install --directory --owner node /data/files
VOLUME /data/files
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
USER node

FROM runtime AS worker
COPY --from=build /app/apps/worker ./apps/worker
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.WORKER_PORT || 8081) + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/worker/dist/main.js"]

FROM runtime AS api
COPY --from=build /app/apps/api ./apps/api
COPY --from=build /app/apps/console/dist ./apps/console/dist
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/dist/main.js"]
