/**
 * What a file says about trying again: as Millrace writes it, or as others do, who have one part for constant and one for growing delays.
 * What says nothing is `null`.
 */
export function retryOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const { constant, exponential } = value as { constant?: Part; exponential?: Part };
  if (constant === undefined && exponential === undefined) return value;
  const part = attemptsOf(exponential) > 0 ? exponential : constant;
  if (attemptsOf(part) === 0) return null;
  const isGrowing = part === exponential;
  return {
    attempts: attemptsOf(part),
    delay_s: part?.seconds ?? 1,
    backoff: isGrowing ? 'exponential' : 'constant',
    jitter: isGrowing && (part?.random_factor ?? 0) > 0,
  };
}

type Part = { attempts?: number; seconds?: number; random_factor?: number };

const attemptsOf = (part: Part | undefined): number => part?.attempts ?? 0;
