// Follows a long job by server-sent events, each of which is the whole job.
import type { Schemas } from '../../../shared/api.ts';

export type Job = Schemas['Job'];

const failures_max = 3;
let failed = 0; // streams in a row that broke before they said anything

// Calls `told` with each state, and once `ended`: the job is over, or the stream broke and the caller
// asks by itself. Gives what stops it; null where streams do not come through.
export function follow(
  id: string,
  told: (job: Job) => void,
  ended: (over: boolean) => void,
): (() => void) | null {
  if (failed >= failures_max) return null;
  const source = new EventSource(`/api/v1/jobs/${id}/events`);
  const end = (over: boolean) => {
    source.close();
    ended(over);
  };
  source.onmessage = (event) => {
    failed = 0;
    const job = JSON.parse(String(event.data)) as Job;
    told(job);
    if (job.status !== 'waiting' && job.status !== 'running') end(true);
  };
  source.onerror = () => {
    failed += 1;
    end(false);
  };
  return () => source.close();
}
