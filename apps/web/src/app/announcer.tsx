import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const AnnouncerContext = createContext<(text: string) => void>(() => undefined);

/** Speaks a change that is only seen otherwise, e.g. "5 aikaa sopii kaikille". */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnouncerContext);
}

/** Holds the polite live region of the page. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', count: 0 });
  const announce = useCallback((text: string) => setSaid(({ count }) => ({ text, count: count + 1 })), []);
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div className="visually-hidden" aria-live="polite">
        {/* A new element each time: the same words twice are spoken twice. */}
        <span key={said.count}>{said.text}</span>
      </div>
    </AnnouncerContext>
  );
}
