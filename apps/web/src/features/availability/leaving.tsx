import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';

/** Where the person wants to go. */
type Wish = { to: string } | 'back' | null;

/**
 * Asks before the page is left while something is not saved: by a link, by going back, by closing the tab. Going back is
 * noticed by an entry of the history that shows the same page; without anything unsaved it is passed over.
 */
export function Leaving({ unsaved }: { unsaved: boolean }) {
  const { t } = useTranslation('availability');
  const navigate = useNavigate();
  const [wish, setWish] = useState<Wish>(null);
  const state = useRef({ unsaved, guarded: false, leaving: false });

  const guard = () => {
    if (state.current.guarded) return;
    state.current.guarded = true;
    history.pushState(history.state, '');
  };

  useEffect(() => {
    state.current.unsaved = unsaved;
    if (unsaved) guard();
  }, [unsaved]);

  useEffect(() => {
    const now = state.current;
    const onBack = () => {
      if (!now.guarded) return;
      now.guarded = false;
      if (now.unsaved) setWish('back');
      else history.back();
    };
    const onClick = (event: MouseEvent) => {
      const to = now.unsaved && !now.leaving ? wayOut(event) : null;
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      setWish({ to });
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (now.unsaved && !now.leaving) event.preventDefault();
    };
    window.addEventListener('popstate', onBack);
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('popstate', onBack);
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, []);

  if (wish === null) return null;
  const stay = () => {
    guard();
    setWish(null);
  };
  const leave = () => {
    state.current.leaving = true;
    setWish(null);
    if (wish === 'back') history.back();
    else void navigate(wish.to, { replace: state.current.guarded });
  };
  return (
    <Dialog
      title={t('leaving.title')}
      onClose={stay}
      actions={
        <>
          <Button kind="destructive" onClick={leave}>{t('leaving.leave')}</Button>
          <Button kind="filled" onClick={stay}>{t('leaving.stay')}</Button>
        </>
      }
    >
      <p>{t('leaving.consequence')}</p>
    </Dialog>
  );
}

/** The address of this site that a click leads to in this window; null for everything else. */
function wayOut(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || link.target === '_blank') return null;
  return link.origin === location.origin && link.pathname !== location.pathname ? link.pathname + link.search : null;
}
