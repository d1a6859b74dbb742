import type { CaseDetail, Expert, TimeRange } from '@app/contracts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCoordinator, useMe } from '../../app/session.js';
import { useNow } from '../../components/clock.js';
import { Panel } from '../../components/panel.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { mondayOf } from '../calendar/days.js';
import { everybody, ExpertSearch } from './expert-search.js';
import { FindFoot } from './find-foot.js';
import { type HourChoice, isInside, windowOf } from './hours.js';
import { instantOf, type LocalTime, localTimeOf } from './local-time.js';
import { OtherTime } from './other-time.js';
import { mostSeats, needsOf, seatsAt, withPerson } from './panel.js';
import { PanelSide } from './panel-side.js';
import { rolesAt, usePanelWords } from './panel-words.js';
import { bestThree, recommendedFirst } from './slot-choice.js';
import { Times } from './times.js';
import { useBooking } from './use-booking.js';
import { usePanel } from './use-panel.js';
import { usePicks } from './use-picks.js';
import { useRelax } from './use-relax.js';
import { type Span, useCalendarWatch, useSlots } from './use-slots.js';
import { WeekGrid } from './week-grid.js';

const MINUTE_MS = 60_000;

/** The panel at the left, its times at the right, and at the foot what is done with them. */
export function Finder({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('booking');
  const me = useMe();
  const dates = useDateText();
  const today = dates.isoDay(useNow());
  // Whoever brings the case comes in any case; a coordinator finds a time for its first owner.
  const owner = detail.owners.find(({ personId }) => personId === me.person.personId) ?? detail.owners[0] ?? me.person;
  const { wanted, setWanted, people, meet, searched } = usePanel(detail, owner);
  const [monday, setMonday] = useState(() => mondayOf(today));
  const [span, setSpan] = useState<Span>('week');
  const [hours, setHours] = useState<HourChoice>('office');
  const [filter, setFilter] = useState(everybody);
  const foot = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const words = usePanelWords(people);
  const { panel, durationMinutes } = wanted;

  const slots = useSlots({ caseId: detail.id, wanted, hours, monday, today, span });
  useCalendarWatch([...searched, owner.personId]);
  const week = slots.nobody ? undefined : slots.week.data;
  const list = slots.nobody ? undefined : slots.list.data;
  const window = windowOf(dates, hours, week?.slots ?? []);
  const picks = usePicks({ week, list, signature: slots.signature, covered: slots.covered }, slots.fresh, dates, (count) => toast({ text: t('dropped', { count }) }));
  const booking = useBooking(detail, wanted);

  const shown = recommendedFirst({ slots: list?.slots ?? [], recommended: list?.recommended ?? null }).filter((slot) => isInside(dates, window, slot));
  const best = bestThree(dates, shown);
  const seated = picks.picked.find(({ gone }) => !gone) ?? shown[0] ?? null;
  const { filled, all } = rolesAt(panel, seated ?? { seats: [] });
  const { spare, take } = useRelax({ wanted, span }, words, (search) => {
    setWanted(search.wanted);
    setSpan(search.span);
  });
  const findFor = (profession: string) => {
    setFilter({ ...everybody, profession });
    const bank = search.current?.querySelector('details');
    if (bank) bank.open = true;
    search.current?.querySelector('input')?.focus();
  };

  const isFreeAt = (range: TimeRange) => (personId: string) =>
    Boolean(week?.people.find((one) => one.personId === personId)?.free.some(({ startsAt, endsAt }) => startsAt <= range.startsAt && endsAt >= range.endsAt));
  const takeByHand = (start: LocalTime, reason: string) => {
    const startsAt = instantOf(start);
    const range = { startsAt, endsAt: new Date(Date.parse(startsAt) + durationMinutes * MINUTE_MS).toISOString() };
    booking.forget();
    picks.only({ ...range, seats: seatsAt(panel, isFreeAt(range)), missing: [], byHand: { start, reason } });
  };
  const seats = needsOf(panel).reduce((sum, { k }) => sum + k, panel.fixed.length);
  const empty = panel.roles.find(({ required, candidates }) => required && candidates.length === 0);
  const whyNot = (): string | undefined => {
    if (slots.nobody) return t('addFirst');
    if (seats > mostSeats) return t('tooMany', { count: mostSeats + 1 });
    return empty && t('roleEmpty', { role: words.roleInside(empty.role) });
  };
  const blocked = whyNot();

  return (
    <div className="find">
      <div className="find-left">
        <PanelSide
          detail={detail}
          ownerId={owner.personId}
          wanted={wanted}
          onWanted={setWanted}
          onRole={(role) => setFilter({ ...everybody, profession: role })}
          people={people}
          words={words}
          slot={slots.nobody ? null : seated}
          result={week}
          monday={monday}
          window={window}
        />
        <div ref={search}>
          <ExpertSearch
            filter={filter}
            onFilter={setFilter}
            suggestedThemes={detail.themes}
            members={panel.members}
            onAdd={(experts: readonly Expert[]) => {
              meet(experts);
              setWanted((old) => ({ ...old, panel: experts.reduce(withPerson, old.panel) }));
            }}
          />
        </div>
      </div>
      <div className="find-right">
        <Panel flush>
          <Times
            slots={slots}
            result={list}
            shown={shown}
            panel={panel}
            words={words}
            part={wanted.part !== 'any'}
            picks={{
              ...picks,
              toggle: (slot) => {
                booking.forget();
                picks.toggle(slot);
              },
            }}
            monday={monday}
            today={today}
            onWeek={setMonday}
            span={span}
            onSpan={setSpan}
            hours={hours}
            onHours={setHours}
            onSpare={spare}
            onFindFor={findFor}
            onRelax={take}
          />
        </Panel>
        {week !== undefined && (
          <Panel flush>
            <WeekGrid monday={monday} today={today} window={window} durationMinutes={durationMinutes} result={week} panel={panel} words={words} chosen={picks.picked.filter(({ gone }) => !gone)} onToggle={picks.toggle} />
          </Panel>
        )}
        {!slots.nobody && <OtherTime key={monday} day={monday < today ? today : monday} mayOverride={isCoordinator(me)} error={booking.error} onChoose={takeByHand} />}
        <FindFoot
          ref={foot}
          picked={picks.picked}
          onDrop={picks.drop}
          note={all > 0 ? t('roles', { filled, all }) : ''}
          best={best}
          blocked={blocked}
          busy={booking.busy}
          error={booking.error}
          onBook={(pick) => booking.book.mutate(pick)}
          onHold={(times) => booking.hold.mutate(times)}
          onInstead={(range) => {
            takeByHand(localTimeOf(range.startsAt, dates.timeZone), '');
            // The pressed button goes with the others; the next thing to press is the one that books.
            requestAnimationFrame(() => foot.current?.querySelector<HTMLElement>('.button-filled')?.focus());
          }}
        />
      </div>
    </div>
  );
}
