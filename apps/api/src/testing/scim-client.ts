import type { Answer } from './client.js';
import { ADMIN, type TestApi } from './test-api.js';
import { isObject, type JsonObject } from '../scim/attributes/attribute.js';
import { SCIM_JSON } from '../scim/media-type.js';

/** Talks to the window as a provider with a bearer key does; the System agent's unless another is given. */
export class ScimClient {
  constructor(
    private readonly api: TestApi,
    private readonly token: string = ADMIN.token,
  ) {}

  async send(
    method: string,
    path: string,
    json?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.api.root.with({ Authorization: `Bearer ${this.token}` }).send(method, `/scim/v2${path}`, {
      headers: { ...(json ? { 'Content-Type': SCIM_JSON } : {}), ...headers },
      ...(json ? { raw: JSON.stringify(json) } : {}),
    });
  }

  /** A PATCH of these operations. */
  async patch(path: string, ...Operations: readonly object[]): Promise<Answer> {
    return this.send('PATCH', path, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  }

  /** The body of a success. @throws Error when it is none */
  async read(path: string): Promise<JsonObject> {
    return bodyOf(await this.send('GET', path));
  }

  /** A new user. */
  async user(more: object = {}): Promise<{ readonly id: string; readonly userName: string }> {
    const userName = `${this.api.unique('user')}@example.com`;
    return { userName, id: this.idIn(bodyOf(await this.send('POST', '/Users', { userName, ...more }))) };
  }

  /** The id of a new group. */
  async group(): Promise<string> {
    return this.idIn(bodyOf(await this.send('POST', '/Groups', { displayName: this.api.unique('Group ') })));
  }

  /** The ids of what a filter finds. */
  async found(path: string, filter: string): Promise<string[]> {
    const { Resources } = await this.read(`${path}?filter=${encodeURIComponent(filter)}`);
    return Array.isArray(Resources) ? Resources.map((one: unknown) => this.idIn(one)) : [];
  }

  idIn(resource: unknown): string {
    const id = isObject(resource) ? resource.id : undefined;
    if (typeof id !== 'string') throw new Error(`No resource: ${JSON.stringify(resource)}`);
    return id;
  }
}

function bodyOf({ status, body, text }: Answer): JsonObject {
  if (status >= 300 || !isObject(body)) throw new Error(`Expected a resource, got ${status} ${text}`);
  return body;
}
