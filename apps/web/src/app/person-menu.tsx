import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CalendarClock, Check, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call, type RequestFor } from '../api/call.js';
import { keys } from '../api/keys.js';
import { useErrorText } from '../components/feedback.js';
import { LanguageChoice } from '../components/language-choice.js';
import { useToast } from '../components/toast.js';
import { useLocalised } from '../i18n/use-texts.js';
import { takesMeetings } from './navigation.js';
import { signOut, useMe } from './session.js';
import { chooseTheme, currentTheme, themes } from './theme.js';

/** Changes a setting of the person; the rest of the page follows. */
function useSetting() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestFor<'PATCH /api/me'>['body']) => call('PATCH /api/me', { body }),
    onSuccess: (me) => cache.setQueryData(keys.me, me),
  });
}

/** The language of the page, and of mails to the person from now on. */
export function LanguageMenu() {
  const setting = useSetting();
  return <LanguageChoice onChosen={(language) => setting.mutate({ language })} />;
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

/** Own hours, centre, theme, signing out. */
export function PersonMenu({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const [theme, setTheme] = useState(currentTheme);
  const toast = useToast();
  const errorText = useErrorText();
  const leave = (where: 'here' | 'everywhere') => {
    onDone();
    signOut(where).catch((error: unknown) => toast({ text: errorText(error), tone: 'bad' }));
  };
  return (
    <>
      <div className="shell-menu-language">
        <LanguageMenu />
        <hr />
      </div>
      {takesMeetings(me) && (
        <>
          <Link to="/availability" className="flyout-item" onClick={onDone}>
            <CalendarClock size={16} aria-hidden="true" />
            {t('nav.availability')}
          </Link>
          <hr />
        </>
      )}
      <CentreChoice />
      <p className="flyout-heading">{t('theme.label')}</p>
      {themes.map((one) => {
        const Icon = themeIcons[one];
        return (
          <button
            key={one}
            type="button"
            className="flyout-item"
            aria-pressed={one === theme}
            onClick={() => {
              chooseTheme(one);
              setTheme(one);
            }}
          >
            <Icon size={16} aria-hidden="true" />
            {t(`theme.${one}`)}
          </button>
        );
      })}
      <hr />
      <button type="button" className="flyout-item" onClick={() => leave('here')}>
        <LogOut size={16} aria-hidden="true" />
        {t('signOut')}
      </button>
      <button type="button" className="flyout-item" onClick={() => leave('everywhere')}>
        <LogOut size={16} aria-hidden="true" />
        {t('signOutEverywhere')}
      </button>
    </>
  );
}

/** Shown to people who work in several centres. */
function CentreChoice() {
  const { t } = useTranslation('common');
  const me = useMe();
  const words = useLocalised();
  const cache = useQueryClient();
  const setting = useSetting();
  const centres = new Map(me.assignments.flatMap(({ centre }) => (centre === null ? [] : [[centre.id, centre]])));
  if (centres.size < 2) return null;
  return (
    <>
      <p className="flyout-heading">{t('centre')}</p>
      {[...centres.values()].map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="flyout-item"
          aria-pressed={id === me.activeCentre?.id}
          onClick={() => setting.mutate({ activeCentreId: id }, { onSuccess: () => void cache.invalidateQueries() })}
        >
          <Check size={16} aria-hidden="true" visibility={id === me.activeCentre?.id ? 'visible' : 'hidden'} />
          {words(name)}
        </button>
      ))}
      <hr />
    </>
  );
}
