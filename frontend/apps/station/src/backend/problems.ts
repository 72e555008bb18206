import { isProblem, type ProblemFields } from '@xiangzhan/core';

/** The words of a refusal by field; none where the failure names no field. */
export function fieldsOf(problem: unknown): ProblemFields {
  return isProblem(problem) ? problem.fields : {};
}
