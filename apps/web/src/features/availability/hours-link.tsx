import type { Expert } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useReference } from '../../api/reference.js';
import { isCoordinator, useMe } from '../../app/session.js';

/** Leads a coordinator to the hours of an expert of the own centre; nothing for everybody else. */
export function HoursLink({ expert }: { expert: Expert }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const { data: reference } = useReference();
  const centre = reference?.centres.find(({ id }) => id === me.activeCentre?.id);
  if (!isCoordinator(me) || centre === undefined || centre.areaCode !== expert.areaCode) return null;
  return (
    <>
      {' · '}
      <Link to={`/people/${expert.personId}/availability`} aria-label={t('hours.of', { name: expert.name })}>{t('hours.open')}</Link>
    </>
  );
}
