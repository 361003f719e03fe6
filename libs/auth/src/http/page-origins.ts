import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import type { Request } from 'express';

/** The values a browser sends with a request from a page of another origin: https://www.w3.org/TR/fetch-metadata/ */
const OTHER_SITES: ReadonlySet<string> = new Set(['cross-site', 'same-site']);

/** Recognises requests that a page of another origin made a browser send, by the headers that the browser adds. */
@Injectable()
export class PageOrigins {
  private readonly ours: ReadonlySet<string>;

  constructor(@Inject(CONFIG) { http: { publicUrl, corsOrigins } }: Config) {
    this.ours = new Set([new URL(publicUrl).origin, ...corsOrigins]);
  }

  /**
   * Whether a page of another origin made the browser send the request; pages of listed origins count as our own. Over HTTPS
   * and to the same machine, browsers send `Sec-Fetch-Site`. Otherwise they send `Origin` with everything except GET and
   * HEAD, and this compares it with the requested host. Programs send neither.
   */
  isForeign(request: Request): boolean {
    const [site, origin] = [request.get('sec-fetch-site'), request.get('origin')];
    if (origin !== undefined && this.ours.has(origin)) return false;
    if (site !== undefined) return OTHER_SITES.has(site);
    return origin !== undefined && !isOfHost(origin, request.get('host') ?? '');
  }
}

/** An invalid origin, such as `null`, has no host. */
function isOfHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const asked = `${protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).host === originHost;
}
