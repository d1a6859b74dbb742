import { CircleCheck, Hourglass, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Checkbox, Segmented } from '../../components/choice.js';
import { Flyout } from '../../components/flyout.js';
import { changeRole, type Panel, type PanelRole, withoutRole } from './panel.js';
import type { PanelWords } from './panel-words.js';

const quorums = ['1', '2', '3', '4'] as const;

interface RoleMenuProps {
  panel: Panel;
  role: PanelRole;
  /** Seats that are taken. */
  have: number;
  words: PanelWords;
  onChange: (panel: Panel) => void;
}

/** How many of a role are there and wanted; opens to change the number, whether it must be there, or to take it away. */
export function RoleMenu({ panel, role: { role, k, required }, have, words, onChange }: RoleMenuProps) {
  const { t } = useTranslation('booking');
  const full = have >= k;
  const Icon = full ? CircleCheck : Hourglass;
  const name = words.role(role);
  return (
    <Flyout
      className={`coverage-have status-${full ? 'ok' : 'warn'}`}
      label={t('matrix.haveOf', { role: name, have, k })}
      face={
        <>
          <Icon size={16} aria-hidden="true" />
          {have}/{k}
        </>
      }
    >
      {() => (
        <div className="coverage-menu">
          <b>{name}</b>
          <div className="coverage-seats">
            <span className="second">{t('matrix.seats')}</span>
            <Segmented
              legend={t('matrix.seats')}
              options={quorums.map((value) => ({ value, label: value }))}
              value={String(k) as (typeof quorums)[number]}
              onChange={(value) => onChange(changeRole(panel, role, { k: Number(value) }))}
            />
          </div>
          <Checkbox checked={required} onChange={(event) => onChange(changeRole(panel, role, { required: event.target.checked }))}>{t('matrix.required')}</Checkbox>
          <Button kind="destructive" size="compact" icon={Trash2} onClick={() => onChange(withoutRole(panel, role))}>{t('matrix.removeRole')}</Button>
        </div>
      )}
    </Flyout>
  );
}
