import type { CaseDetail, PersonCard, Slot, SlotResult } from '@app/contracts';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useReference } from '../../api/reference.js';
import { Select } from '../../components/field.js';
import { Facts, Panel } from '../../components/panel.js';
import { useDateText, useLocalised } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { BottleneckBars } from './bottleneck-bars.js';
import { CoverageMatrix } from './coverage-matrix.js';
import type { HourWindow } from './hours.js';
import { withRole } from './panel.js';
import type { PanelWords } from './panel-words.js';
import type { Wanted } from './use-panel.js';

const durations = [30, 45, 60, 90, 120];
const parts = ['any', 'morning', 'afternoon'] as const;

interface PanelSideProps {
  detail: CaseDetail;
  ownerId: string;
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
  /** A role was added: the bank should show who could take it. */
  onRole: (role: string) => void;
  people: ReadonlyMap<string, PersonCard>;
  words: PanelWords;
  /** Whose seats are shown: the chosen time, or the recommended one. */
  slot: Pick<Slot, 'seats'> | null;
  result: SlotResult | undefined;
  monday: string;
  window: HourWindow;
}

/** What is asked, for how long, and by whom it is covered. */
export function PanelSide({ detail, ownerId, wanted, onWanted, onRole, people, words, slot, result, monday, window }: PanelSideProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const caseWords = useCaseWords();
  const { panel } = wanted;
  const questions = detail.content?.sections.question.text.split('\n').filter((line) => line.trim() !== '') ?? [];
  const lengths = [...new Set([...durations, wanted.durationMinutes])].sort((one, other) => one - other);
  return (
    <Panel>
      {questions.length > 0 && <p className="meta">{t('question', { count: questions.length })}</p>}
      <div className="find-question">
        {questions.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <Facts
        items={[
          { label: t('about'), value: caseWords.age(detail.ageBand) },
          { label: t('language'), value: t(`languageName.${detail.language}`) },
        ]}
      />
      <div className="find-wanted">
        <Select label={t('duration')} value={wanted.durationMinutes} onChange={(event) => onWanted({ ...wanted, durationMinutes: Number(event.target.value) })}>
          {lengths.map((minutes) => (
            <option key={minutes} value={minutes}>{dates.duration(minutes)}</option>
          ))}
        </Select>
        <Select label={t('part.label')} value={wanted.part} onChange={(event) => onWanted({ ...wanted, part: parts.find((part) => part === event.target.value) ?? 'any' })}>
          {parts.map((part) => (
            <option key={part} value={part}>{t(`part.${part}`)}</option>
          ))}
        </Select>
      </div>
      {panel.members.length === 0 && panel.roles.length === 0 ? (
        <p className="second find-empty">{t('panelEmpty')}</p>
      ) : (
        <CoverageMatrix panel={panel} onChange={(changed) => onWanted({ ...wanted, panel: changed })} people={people} words={words} ownerId={ownerId} slot={slot} />
      )}
      <RoleAdder
        present={panel.roles.map(({ role }) => role)}
        onAdd={(role) => {
          onWanted({ ...wanted, panel: withRole(panel, role) });
          onRole(role);
        }}
      />
      {result !== undefined && <BottleneckBars panel={panel} ownerId={ownerId} result={result} monday={monday} window={window} words={words} />}
    </Panel>
  );
}

function RoleAdder({ present, onAdd }: { present: readonly string[]; onAdd: (role: string) => void }) {
  const { t } = useTranslation('booking');
  const words = useLocalised();
  const { data: reference } = useReference();
  return (
    <label className="role-adder">
      <Plus size={16} aria-hidden="true" />
      <select aria-label={t('addRole')} value="" onChange={(event) => onAdd(event.target.value)}>
        <option value="">{t('addRole')}</option>
        {reference?.professions.filter(({ code }) => !present.includes(code)).map(({ code, name }) => <option key={code} value={code}>{words(name)}</option>)}
      </select>
    </label>
  );
}
