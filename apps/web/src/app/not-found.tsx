import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../components/button-link.js';
import { Empty } from '../components/feedback.js';
import { Page } from './page.js';

/** An address without a screen, or a thing one may not see: the two are never told apart. */
export function NotFound() {
  const { t } = useTranslation('common');
  return (
    <Page title={t('notFound.title')}>
      <Empty title={t('notFound.what')} action={<ButtonLink to="/" kind="filled">{t('notFound.home')}</ButtonLink>}>
        {t('notFound.why')}
      </Empty>
    </Page>
  );
}
