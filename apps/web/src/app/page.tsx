import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import './page.css';

interface PageProps {
  /** Heading of the screen and, with the product's name, title of the tab. No case data where others may see the tab. */
  title: string;
  /** Title of the tab where it must differ from the heading. */
  tabTitle?: string;
  /** Above the heading: where this is. */
  crumbs?: ReactNode;
  /** Right of the heading. */
  actions?: ReactNode;
  children: ReactNode;
}

let lastPath: string | null = null;
/** Whether the screen was come to from another one, so that its heading has the focus. */
let arrived = false;

/** The frame of every screen: names the tab, and moves the focus to the heading after a change of screen. */
export function Page({ title, tabTitle = title, crumbs, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();

  useEffect(() => {
    document.title = `${tabTitle} – Neuvo`;
  }, [tabTitle]);

  useEffect(() => {
    const moved = lastPath !== null && lastPath !== pathname;
    if (moved) window.scrollTo(0, 0);
    arrived ||= moved;
    // The heading of the loading state takes the focus with it when it goes.
    if (moved || (arrived && document.activeElement === document.body)) heading.current?.focus({ preventScroll: true });
    lastPath = pathname;
  }, [pathname]);

  return (
    <div className="page">
      {crumbs !== undefined && <nav className="page-crumbs">{crumbs}</nav>}
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
