import { ChevronDown, WifiOff } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { Avatar } from '../components/avatar.js';
import { Flyout } from '../components/flyout.js';
import { Mark } from '../components/mark.js';
import { useLanguage, useLocalised } from '../i18n/use-texts.js';
import { Bell } from './bell.js';
import { navigationOf } from './navigation.js';
import { LanguageMenu, PersonMenu } from './person-menu.js';
import { useConnection } from './realtime-context.js';
import { useMe } from './session.js';
import './shell.css';

/** Header and place of the screen. The meeting room has no shell: it owns the whole window. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const words = useLocalised();
  const language = useLanguage();
  return (
    <>
      <a className="skip-link" href="#content">{t('skip')}</a>
      <header className="shell">
        <Link to="/" className="shell-brand" aria-label={t('home')}>
          <Mark />
          <span>Neuvo</span>
        </Link>
        {me.activeCentre !== null && <span className="shell-centre">{words(me.activeCentre.name)}</span>}
        <nav aria-label={t('nav.label')}>
          {navigationOf(me).map(({ to, text }) => (
            <NavLink key={to} to={to}>{t(text)}</NavLink>
          ))}
        </nav>
        <div className="shell-tools">
          <Flyout
            className="shell-language"
            face={
              <>
                <span className="visually-hidden">{t('language')}</span>
                {language.toUpperCase()}
                <ChevronDown size={16} aria-hidden="true" />
              </>
            }
          >
            {() => <LanguageMenu />}
          </Flyout>
          <Bell />
          <Flyout
            className="shell-person"
            face={
              <>
                <Avatar name={me.person.name} />
                <span className="shell-name">{me.person.name}</span>
                <span className="visually-hidden">{t('personMenu')}</span>
                <ChevronDown size={16} aria-hidden="true" />
              </>
            }
          >
            {(close) => <PersonMenu onDone={close} />}
          </Flyout>
        </div>
      </header>
      <ConnectionBar />
      <main id="content" tabIndex={-1}>{children}</main>
    </>
  );
}

const QUIET_MS = 2_000;

/** Says that live updates are cut off, once it has lasted 2 s. */
function ConnectionBar() {
  const { t } = useTranslation('common');
  const lost = useConnection() === 'lost';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(lost), lost ? QUIET_MS : 0);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status">
      {shown && (
        <p className="shell-connection">
          <WifiOff size={16} aria-hidden="true" />
          {t('connectionLost')}
        </p>
      )}
    </div>
  );
}
