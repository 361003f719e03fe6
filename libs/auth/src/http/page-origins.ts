import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import type { Request } from 'express';

/** What a browser says of a request that a page of another origin makes: https://www.w3.org/TR/fetch-metadata/ */
const OTHER_SITES: ReadonlySet<string> = new Set(['cross-site', 'same-site']);

/** Tells what the pages of other origins make a browser send, by what the browser says of it. */
@Injectable()
export class PageOrigins {
  private readonly ours: ReadonlySet<string>;

  constructor(@Inject(CONFIG) { http: { publicUrl, corsOrigins } }: Config) {
    this.ours = new Set([new URL(publicUrl).origin, ...corsOrigins]);
  }

  /**
   * Whether a page of another origin made the browser send it; pages that are listed count as ours. Browsers say so with
   * `Sec-Fetch-Site`, over HTTPS and to this very machine; otherwise with the `Origin` of all that is no GET or HEAD, which
   * is compared with the host that they ask. Programs say neither.
   */
  isForeign(request: Request): boolean {
    const [site, origin] = [request.get('sec-fetch-site'), request.get('origin')];
    if (origin !== undefined && this.ours.has(origin)) return false;
    if (site !== undefined) return OTHER_SITES.has(site);
    return origin !== undefined && !isOfHost(origin, request.get('host') ?? '');
  }
}

/** An origin that is none, as `null`, is of no host. */
function isOfHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const asked = `${protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).host === originHost;
}
