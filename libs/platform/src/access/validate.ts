import { DomainError } from '@app/kernel';
import { z } from 'zod';
import { cleanse, type FieldProblem } from './cleanse.js';

/** Parses a value, adding every field that cannot be accepted to `problems`. */
export function check(schema: z.ZodType, raw: unknown, problems: FieldProblem[]): unknown {
  const clean = cleanse(raw);
  problems.push(...clean.problems);
  const parsed = schema.safeParse(clean.value);
  if (parsed.success) return parsed.data;
  const known = new Set(problems.map((problem) => problem.path));
  problems.push(...fieldsOf(parsed.error.issues).filter((problem) => !known.has(problem.path)));
  return undefined;
}

/** Refuses when anything was found. @throws {DomainError} `request.invalid` naming all fields */
export function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('request.invalid', { fields: problems });
}

/** Every field named by zod's issues, one entry per field and message. */
export function fieldsOf(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }));
    }
    return [{ path: path.join('.'), message: issue.message }];
  });
}
