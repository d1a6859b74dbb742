import type { PersonCard, Slot } from '@app/contracts';
import { Check, CircleCheck, CircleDashed, Hourglass, Repeat2, UserMinus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Flyout } from '../../components/flyout.js';
import { NameLines } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { usePersonWords } from '../person-words.js';
import { asFixed, fixedPlace, inRole, type Panel, placeIn, type RolePlace, withoutPerson } from './panel.js';
import { initialsOf, type PanelWords, rolesAt } from './panel-words.js';
import { RoleMenu } from './role-menu.js';
import './coverage.css';

interface CoverageMatrixProps {
  panel: Panel;
  onChange: (panel: Panel) => void;
  people: ReadonlyMap<string, PersonCard>;
  words: PanelWords;
  /** Who comes in any case: the one who brings the case. */
  ownerId: string;
  /** Whose seats are shown: the chosen time, or the recommended one. */
  slot: Pick<Slot, 'seats'> | null;
}

/** Roles of the panel × its people: who could take which seat, and how many seats are taken at the shown time. */
export function CoverageMatrix({ panel, onChange, people, words, ownerId, slot }: CoverageMatrixProps) {
  const { t } = useTranslation('booking');
  const [open, setOpen] = useState(false);
  const columns = panel.members.flatMap((id) => people.get(id) ?? []);
  const owner = people.get(ownerId);
  const { filled, all } = rolesAt(panel, { seats: seatsOf(panel, slot) });
  return (
    <div className="coverage" data-open={open || undefined}>
      <button type="button" className="coverage-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Status tone={filled === all ? 'ok' : 'warn'} icon={filled === all ? CircleCheck : Hourglass}>{t('roles', { filled, all })}</Status>
        <span className="coverage-fold-word">{t(open ? 'matrix.hide' : 'matrix.show')}</span>
      </button>
      <div className="coverage-scroll">
        <table>
          <caption className="visually-hidden">{t('matrix.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('matrix.role')}</th>
              {owner !== undefined && <th scope="col"><span className="coverage-person" title={owner.name} aria-label={owner.name}>{initialsOf(owner.name)}</span></th>}
              {columns.map((person) => (
                <th key={person.personId} scope="col"><PersonMenu person={person} onRemove={() => onChange(withoutPerson(panel, person.personId))} /></th>
              ))}
              <th scope="col">{t('matrix.have')}</th>
            </tr>
          </thead>
          <tbody>
            {panel.roles.map((role) => (
              <tr key={role.role}>
                <th scope="row">
                  {words.role(role.role)}
                  {!role.required && <span className="coverage-note">{t('matrix.optional')}</span>}
                  {role.candidates.length === 0 && <span className="coverage-note">{t('matrix.nobody')}</span>}
                </th>
                {owner !== undefined && <td><i className="coverage-out" /></td>}
                {columns.map(({ personId, name }) => (
                  <td key={personId}>
                    <RoleCell
                      place={placeIn(role, personId)}
                      seated={slot === null || Boolean(slot.seats.find((one) => one.role === role.role)?.personIds.includes(personId))}
                      named={`${name}, ${words.role(role.role)}`}
                      onPlace={(place) => onChange(inRole(panel, role.role, personId, place))}
                    />
                  </td>
                ))}
                <td><RoleMenu panel={panel} role={role} have={seatsOf(panel, slot).find((one) => one.role === role.role)?.personIds.length ?? 0} words={words} onChange={onChange} /></td>
              </tr>
            ))}
            <FixedRow panel={panel} onChange={onChange} columns={columns} owner={owner} />
          </tbody>
        </table>
      </div>
      <ul className="coverage-legend">
        <li><Mark state="in" />{t('matrix.in')}</li>
        <li><Mark state="could" />{t('matrix.could')}</li>
        <li><Mark state="substitute" />{t('matrix.substitute')}</li>
        {panel.fixed.some(({ required }) => !required) && <li><Mark state="optional" />{t('matrix.optional')}</li>}
      </ul>
    </div>
  );
}

/** The seats of the shown time; without one, as many as there are people for. */
function seatsOf({ roles }: Panel, slot: Pick<Slot, 'seats'> | null): Slot['seats'] {
  return slot?.seats ?? roles.map(({ role, k, candidates }) => ({ role, personIds: candidates.slice(0, k) }));
}

type MarkState = 'in' | 'could' | 'substitute' | 'optional' | 'out';

function Mark({ state }: { state: MarkState }) {
  const Icon = { in: Check, could: Check, substitute: Repeat2, optional: CircleDashed, out: null }[state];
  return <i className={`coverage-mark coverage-${state}`}>{Icon && <Icon size={14} aria-hidden="true" />}</i>;
}

const nextPlace = { candidate: 'substitute', substitute: null } as const;

function RoleCell({ place, seated, named, onPlace }: { place: RolePlace; seated: boolean; named: string; onPlace: (place: RolePlace) => void }) {
  const { t } = useTranslation('booking');
  const state: MarkState = place === 'candidate' ? (seated ? 'in' : 'could') : (place ?? 'out');
  return <CellButton state={state} label={t('matrix.cell', { named, state: t(`matrix.${state}`) })} onClick={() => onPlace(place === null ? 'candidate' : nextPlace[place])} />;
}

function CellButton({ state, label, onClick }: { state: MarkState; label: string; onClick: () => void }) {
  return (
    <button type="button" className="coverage-cell" aria-label={label} title={label} onClick={onClick}>
      <Mark state={state} />
    </button>
  );
}

const nextFixed = { required: 'optional', optional: null } as const;

function FixedRow({ panel, onChange, columns, owner }: Pick<CoverageMatrixProps, 'panel' | 'onChange'> & { columns: readonly PersonCard[]; owner: PersonCard | undefined }) {
  const { t } = useTranslation('booking');
  const count = panel.fixed.filter(({ required }) => required).length + (owner === undefined ? 0 : 1);
  const cell = ({ personId, name }: PersonCard): ReactNode => {
    const place = fixedPlace(panel, personId);
    const state = place === null ? 'out' : place === 'required' ? 'in' : 'optional';
    return (
      <CellButton
        state={state}
        label={t('matrix.cell', { named: `${name}, ${t('matrix.anyRole')}`, state: t(`matrix.${state}`) })}
        onClick={() => onChange(asFixed(panel, personId, place === null ? 'required' : nextFixed[place]))}
      />
    );
  };
  return (
    <tr>
      <th scope="row">{t('matrix.anyRole')}</th>
      {owner !== undefined && <td><span className="visually-hidden">{t('matrix.in')}</span><Mark state="in" /></td>}
      {columns.map((person) => <td key={person.personId}>{cell(person)}</td>)}
      <td className="coverage-count">{count}</td>
    </tr>
  );
}

function PersonMenu({ person, onRemove }: { person: PersonCard; onRemove: () => void }) {
  const { t } = useTranslation('booking');
  const describe = usePersonWords();
  return (
    <Flyout
      className="coverage-person"
      face={
        <>
          <span aria-hidden="true" title={person.name}>{initialsOf(person.name)}</span>
          <span className="visually-hidden">{person.name}</span>
        </>
      }
    >
      {() => (
        <div className="coverage-menu">
          <NameLines name={person.name} detail={describe(person)} />
          <Button kind="destructive" size="compact" icon={UserMinus} aria-label={t('removeNamed', { name: person.name })} onClick={onRemove}>{t('remove')}</Button>
        </div>
      )}
    </Flyout>
  );
}

