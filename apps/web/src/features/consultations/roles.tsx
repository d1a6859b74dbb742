import type { Consultation } from '@app/contracts';
import { CircleCheck, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useReferenceNames } from '../../api/reference.js';
import { Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';

/** The roles of the panel and how many of their seats are taken by people who have accepted. */
export function Roles({ needs }: Pick<Consultation, 'needs'>) {
  const { t } = useTranslation('consultations');
  const names = useReferenceNames();
  return (
    <Panel title={t('roles')}>
      <ul className="role-list">
        {needs.map(({ role, k, required, have }) => (
          <li key={role}>
            <span>
              {names.profession(role)}
              {!required && <span className="second"> {t('optional')}</span>}
            </span>
            <Status tone={have >= k ? 'ok' : 'warn'} icon={have >= k ? CircleCheck : Hourglass}>{have}/{k}</Status>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
