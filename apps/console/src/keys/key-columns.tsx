import type { Key } from '../api/keys.js';
import type { Texts } from '../texts/en.js';
import { State, Tag } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { columnsOf } from '../ui/data-table.js';
import { Time } from '../ui/time.js';
import { Countdown } from './countdown.js';

const column = columnsOf<Key>();

interface KeyActs {
  readonly onRotate: (key: Key) => void;
  readonly onRevoke: (key: Key) => void;
}

export function keyColumns({ keys, common }: Texts, { onRotate, onRevoke }: KeyActs) {
  return column.columns([
    column.display({
      id: 'name',
      header: keys.name,
      cell: ({ row: { original: key } }) => (
        <>
          <bdi className="font-medium">{key.name}</bdi>
          {key.api_key && (
            <code className="block truncate pb-1 font-mono text-xs text-soft max-md:max-w-36">{key.api_key}</code>
          )}
        </>
      ),
    }),
    column.display({
      id: 'kind',
      header: keys.kind,
      meta: { wide: true },
      cell: ({ row }) => keys.kinds[row.original.kind],
    }),
    column.display({
      id: 'limits',
      header: keys.limits,
      meta: { wide: true },
      cell: ({ row: { original: key } }) => (
        <span className="flex flex-wrap gap-1">
          {[...(key.scopes ?? []), ...(key.allowed_ips ?? [])].map((limit) => (
            <Tag key={limit}>{limit}</Tag>
          ))}
          {!key.scopes && !key.allowed_ips && common.none}
        </span>
      ),
    }),
    column.display({
      id: 'used',
      header: keys.lastUsed,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.last_used_at} />,
    }),
    column.display({
      id: 'expires',
      header: keys.expires,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.expires_at} none={keys.never} />,
    }),
    column.display({
      id: 'overlap',
      header: keys.overlap,
      meta: { wide: true },
      cell: ({ row: { original: key } }) =>
        key.previous_valid_until && (
          <Countdown until={key.previous_valid_until}>
            {(left) => (
              <State tone="warn" shape="half">
                {keys.previousEnds(left)}
              </State>
            )}
          </Countdown>
        ),
    }),
    column.display({
      id: 'acts',
      header: keys.acts,
      cell: ({ row: { original: key } }) => (
        <span className="flex gap-1 max-md:flex-col">
          <Button
            size="small"
            onClick={() => {
              onRotate(key);
            }}
          >
            {keys.rotate}
          </Button>
          <Button
            size="small"
            look="danger"
            onClick={() => {
              onRevoke(key);
            }}
          >
            {keys.revoke}
          </Button>
        </span>
      ),
    }),
  ]);
}
