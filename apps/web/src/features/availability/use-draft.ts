import type { Availability } from '@app/contracts';
import { useCallback, useMemo, useState } from 'react';
import { isSame, type RuleField, ruleFields, type Rules } from './rules.js';

export interface Draft {
  /** The rules as the page shows them: what is kept, with what was changed here on top. */
  rules: Rules;
  /** Changed here and not saved. */
  changed: readonly RuleField[];
  /** Changed by somebody else since the changes here began. */
  theirs: readonly RuleField[];
  /** Changed here and by somebody else: to be decided before saving. */
  disputed: readonly RuleField[];
  /** What is kept, as it was before somebody else changed it. */
  before: Rules;
  change: (changes: Partial<Rules>) => void;
  /** Goes back to what is kept, in one rule or in all. */
  drop: (field?: RuleField) => void;
  /** Takes note of what somebody else has changed; what was changed here stays on top. */
  accept: () => void;
}

/**
 * Changes that are not saved yet, on top of what the server keeps. The server's rules may be renewed below them at any
 * time: nothing changed here is lost, and nothing somebody else changed is overwritten unseen.
 */
export function useDraft(kept: Availability): Draft {
  const [edits, setEdits] = useState<Partial<Rules>>({});
  const [seen, setSeen] = useState<Rules>(kept);
  const rules = useMemo(() => rulesOf({ ...kept, ...edits }), [kept, edits]);
  const changed = ruleFields.filter((field) => field in edits && !isSame(field, rules, kept));
  if (changed.length === 0 && seen !== kept) setSeen(kept);
  const theirs = ruleFields.filter((field) => !isSame(field, seen, kept));

  const change = useCallback((changes: Partial<Rules>) => setEdits((old) => ({ ...old, ...changes })), []);
  const drop = useCallback(
    (field?: RuleField) => setEdits((old) => (field === undefined ? {} : Object.fromEntries(Object.entries(old).filter(([name]) => name !== field)))),
    [],
  );
  const accept = useCallback(() => setSeen(kept), [kept]);
  return { rules, changed, theirs, disputed: theirs.filter((field) => changed.includes(field)), before: seen, change, drop, accept };
}

function rulesOf(all: Rules): Rules {
  return Object.fromEntries(ruleFields.map((field) => [field, all[field]])) as unknown as Rules;
}
