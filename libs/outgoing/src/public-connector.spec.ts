import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';

import { publicConnector } from './public-connector.js';

describe('publicConnector', () => {
  it('looks at what a name stands for at the moment of connecting, and at each of its addresses', async () => {
    let asked = 0;
    const server = createServer((_incoming, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answers = [
      [{ address: '127.0.0.1', family: 4 }],
      [
        { address: '1.1.1.1', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ];
    for (const addresses of answers) {
      const agent = new Agent({
        connect: publicConnector(10_000, 'SOME_SETTING', (_name, _options, done) => {
          done(null, addresses);
        }),
      });
      await expect(request(`http://rebinding.example:${port}`, { dispatcher: agent })).rejects.toThrow(
        '127.0.0.1 is not an address of the public internet; SOME_SETTING allows others',
      );
      await agent.destroy();
    }
    server.close();
    expect(asked).toBe(0);
  });
});
