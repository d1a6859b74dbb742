import type { Section, SectionName } from '@app/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { call, type ResponseOf } from '../../api/call.js';
import { keys } from '../../api/keys.js';

/** A pause of this length in the typing saves. */
const PAUSE_MS = 600;
const TRY_AGAIN_MS = 3_000;

export type SectionState =
  | { name: 'saved' }
  | { name: 'unsaved' }
  | { name: 'saving' }
  /** Somebody saved the section meanwhile; neither text is lost. */
  | { name: 'conflict'; theirs: Section }
  | { name: 'failed'; error: unknown };

interface SectionEditor {
  text: string;
  state: SectionState;
  change: (text: string) => void;
  /** Saves what was typed without waiting for the pause. */
  flush: () => void;
  /** Ends a conflict: this text goes on top of theirs. */
  resolve: (text: string) => void;
}

/**
 * One section of a summary under the cursor: saves by itself, follows what others save while nothing is unsaved here,
 * and never overwrites what it has not seen.
 */
export function useSectionEditor(caseId: string, name: SectionName, server: Section): SectionEditor {
  const cache = useQueryClient();
  const [text, setText] = useState(server.text);
  const [state, setState] = useState<SectionState>({ name: 'saved' });
  const work = useRef({ text: server.text, version: server.version, dirty: false, saving: false, blocked: false, timer: 0 });

  const save = useCallback(async () => {
    const now = work.current;
    window.clearTimeout(now.timer);
    if (!now.dirty || now.saving || now.blocked) return;
    now.saving = true;
    now.dirty = false;
    const sent = now.text;
    let again = true;
    // A failure stays in words until the next try has ended: it is spoken once, not every time.
    setState((old) => (old.name === 'failed' ? old : { name: 'saving' }));
    try {
      const saved = await call('PATCH /api/cases/:id/sections/:section', { params: { id: caseId, section: name }, body: { version: now.version, text: sent } });
      now.version = saved.version;
      cache.setQueryData<ResponseOf<'GET /api/cases/:id'>>(keys.cases.one(caseId), (old) => withSection(old, name, saved));
      setState(now.dirty ? { name: 'unsaved' } : { name: 'saved' });
    } catch (error) {
      now.dirty = true;
      const theirs = staleSection(error);
      if (theirs && theirs.text !== now.text) {
        now.blocked = true;
        setState({ name: 'conflict', theirs });
      } else if (theirs) {
        now.version = theirs.version;
        now.dirty = false;
        setState({ name: 'saved' });
      } else {
        setState({ name: 'failed', error });
        again = mayHeal(error);
        // The cache asks to sign in again; the next try then saves.
        if (error instanceof ApiError && error.code === 'session.required') void cache.invalidateQueries({ queryKey: keys.me });
      }
    } finally {
      now.saving = false;
    }
    // What the server refuses waits for other words.
    if (now.dirty && !now.blocked && (again || now.text !== sent)) now.timer = window.setTimeout(() => void save(), now.text === sent ? TRY_AGAIN_MS : PAUSE_MS);
  }, [cache, caseId, name]);

  const change = useCallback(
    (next: string) => {
      const now = work.current;
      now.text = next;
      now.dirty = true;
      setText(next);
      if (now.blocked) return;
      setState({ name: 'unsaved' });
      window.clearTimeout(now.timer);
      now.timer = window.setTimeout(() => void save(), PAUSE_MS);
    },
    [save],
  );

  const resolve = useCallback(
    (next: string) => {
      setState((old) => {
        if (old.name === 'conflict') work.current.version = old.theirs.version;
        return { name: 'unsaved' };
      });
      const now = work.current;
      now.blocked = false;
      now.text = next;
      now.dirty = true;
      setText(next);
      now.timer = window.setTimeout(() => void save(), 0);
    },
    [save],
  );

  useEffect(() => {
    const now = work.current;
    if (server.version <= now.version || now.dirty || now.saving) return;
    now.version = server.version;
    now.text = server.text;
    setText(server.text);
  }, [server]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (work.current.dirty || work.current.saving) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void save();
    };
  }, [save]);

  return { text, state, change, flush: () => void save(), resolve };
}

const refusals: readonly string[] = ['text.personal_identity_code', 'request.invalid', 'request.too_large', 'access.forbidden', 'not_found'];

/** Whether the same words may be saved later. */
function mayHeal(error: unknown): boolean {
  return !(error instanceof ApiError && refusals.includes(error.code));
}

function staleSection(error: unknown): Section | null {
  if (!(error instanceof ApiError) || error.code !== 'version.stale') return null;
  return (error.problem?.['current'] as Section | undefined) ?? null;
}

function withSection(
  old: ResponseOf<'GET /api/cases/:id'> | undefined,
  name: SectionName,
  saved: Section,
): ResponseOf<'GET /api/cases/:id'> | undefined {
  if (!old?.content) return old;
  return { ...old, content: { ...old.content, sections: { ...old.content.sections, [name]: saved } } };
}
