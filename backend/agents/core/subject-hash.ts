import { canonicalJson, sha256 } from '../../common/canonical-json.ts';
import type { JsonObject } from '../../common/json.ts';
import type { AgentValue } from '../agent.contract.ts';

/** Of everything that an evaluation is about: a version with another evaluation set, summary or author answers alike. */
export function subjectHash({ schema, value }: { schema: JsonObject; value: AgentValue }): string {
  const { evaluation: _set, ...subject } = value;
  return sha256(canonicalJson({ schema, value: subject }));
}
