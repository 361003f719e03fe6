import type { RequestHandler } from 'express';

export type Headers = Readonly<Record<string, string>>;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * The headers of every answer. They tell a browser to load, run and frame nothing, to guess no types, to send no
 * referrer, and to store nothing, since answers hold personal data. A page for people adds what it needs. The list is
 * that of OWASP's Secure Headers Project, https://owasp.org/www-project-secure-headers
 */
const ALWAYS: Headers = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
  // This turns off a browser filter that attackers could use against pages.
  'X-XSS-Protection': '0',
  'Cache-Control': 'no-store',
};

/** The page that shows the API description: its own scripts, styles and pictures, and calls of this API. */
const DOCUMENTATION: Headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    // Swagger UI has inline styles.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join(';'),
  'Cache-Control': 'no-cache',
};

/**
 * The console: its own files and calls of this API. No inline script or style, no data: URL, nothing from elsewhere.
 */
const CONSOLE: Headers = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join(';'),
};

/** The headers of every answer. If people reach the api by HTTPS, browsers never use HTTP for it again. */
export function securityHeaders(publicUrl: string): Headers {
  // Other hosts of the same domain decide for themselves.
  return publicUrl.startsWith('https:')
    ? { ...ALWAYS, 'Strict-Transport-Security': `max-age=${YEAR_SECONDS}` }
    : ALWAYS;
}

/** Puts these headers on every answer. */
export function withHeaders(headers: Headers): RequestHandler {
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}

/** Replaces some of them for the page that shows the API description. */
export function documentationHeaders(): RequestHandler {
  return withHeaders(DOCUMENTATION);
}

/** Replaces some of them for the console. */
export function consoleHeaders(): RequestHandler {
  return withHeaders(CONSOLE);
}
