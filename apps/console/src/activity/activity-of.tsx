import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { type ActivityQuery, activityQuery } from '../api/activity.js';
import { Pager } from '../ui/pager.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { ActivityTable } from './activity-table.js';

interface ActivityOfProps {
  readonly target: NonNullable<ActivityQuery['target_model_type']>;
  readonly id: number;
}

/** What happened to one thing, the latest first. */
export function ActivityOf({ target, id }: ActivityOfProps) {
  const [{ page, size }, setPlace] = useState({ page: 1, size: 25 });
  const { data, error, refetch } = useQuery(
    activityQuery({ target_model_type: target, target_model_id: id, page, page_size: size }),
  );
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col gap-3">
      <ActivityTable entries={data.results} />
      <Pager
        page={page}
        size={size}
        total={data.total}
        onChange={(change) => {
          setPlace({ size, page: 1, ...change });
        }}
      />
    </div>
  );
}
