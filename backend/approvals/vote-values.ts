import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { validatorFor } from '../schema/validator.ts';

/** What was filled in, with the defaults of the form; throws `approval/form_invalid` with a pointer to each problem. */
export function checkedValues(form: JsonObject | null, values: JsonObject): JsonObject {
  if (form === null) {
    if (Object.keys(values).length === 0) return {};
    throw new AppError('approval/form_invalid', 'This decision has no form, so it takes no values.', {
      problems: [{ pointer: '/values', message: 'must be empty' }],
    });
  }
  const checked = structuredClone(values);
  const problems = validatorFor(form)
    .check(checked)
    .map(({ pointer, message }) => ({ pointer: `/values${pointer}`, message }));
  if (problems.length === 0) return checked;
  throw new AppError('approval/form_invalid', `What was filled in does not fit the form: ${problems[0]?.pointer ?? ''} ${problems[0]?.message ?? ''}.`, {
    problems,
  });
}
