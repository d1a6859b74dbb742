/* All components on one page, for eyes and screenshots. Served by `vite dev` only: no entry of the build. */
import '../styles/tokens.css';
import '../styles/base.css';
import { CircleCheck, CirclePause, CircleX, Hourglass, Pencil, TriangleAlert, Video } from 'lucide-react';
import { StrictMode, Suspense, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Avatar } from '../components/avatar.js';
import { Button } from '../components/button.js';
import { ChildView, PersonalMessage } from '../components/child-view.js';
import { Checkbox, ChoiceGroup, RadioRow, Segmented } from '../components/choice.js';
import { Clock } from '../components/clock.js';
import { DateField, TimeField } from '../components/date-field.js';
import { Dialog } from '../components/dialog.js';
import { Empty, ErrorBox, Skeleton } from '../components/feedback.js';
import { SearchField, Select, TextArea, TextField } from '../components/field.js';
import { Mark } from '../components/mark.js';
import { Facts, NameLines, Panel } from '../components/panel.js';
import { Notice, Status } from '../components/status.js';
import { Tabs } from '../components/tabs.js';
import { ToastProvider, useToast } from '../components/toast.js';
import { Track, TrackHead } from '../components/track.js';
import { startI18n } from '../i18n/i18n.js';
import './gallery.css';

const steps = ['Pyyntö', 'Käsittely', 'Asiantuntijat', 'Aika', 'Tapaaminen', 'Suositus', 'Seuranta'];

function Gallery() {
  const [tab, setTab] = useState<'summary' | 'messages'>('summary');
  const [view, setView] = useState<'day' | 'week'>('week');
  const [day, setDay] = useState('2026-03-19');
  const [time, setTime] = useState('14:00');
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <main className="gallery">
      <h1>Components</h1>
      <div>
        <Panel title="Painikkeet">
          <div className="gallery-line">
            <Button kind="filled">Lähetä pyyntö</Button>
            <Button>Tallenna luonnos</Button>
            <Button kind="text">Peruuta</Button>
            <Button kind="destructive">Vapauta</Button>
            <Button kind="filled" busy busyText="Lähetetään">Lähetä</Button>
            <Button kind="destructive-filled">Poistu</Button>
            <Button kind="filled" size="main" icon={Video} disabledReason="Avautuu klo 8.45, 15 minuuttia ennen alkua">Liity</Button>
          </div>
        </Panel>
        <Panel title="Kentät">
          <TextArea label="Mihin tarvitset vastauksen?" help="Kirjoita 1–3 kysymystä omin sanoin." defaultValue="Miten koulun kanssa sovitaan seurannasta?" />
          <TextField label="Määräaika" defaultValue="su 22.3.2026" error="Valitse arkipäivä. Seuraava on ma 23.3.2026." />
          <Select label="Kesto"><option>90 min</option><option>60 min</option></Select>
          <SearchField label="Hae asiantuntijaa" />
          <Checkbox>En ole esteellinen</Checkbox>
          <ChoiceGroup legend="Aika">
            <RadioRow name="time" defaultChecked>9.00–10.30</RadioRow>
            <RadioRow name="time">13.00–14.30</RadioRow>
          </ChoiceGroup>
          <Segmented legend="Näkymä" value={view} onChange={setView} options={[{ value: 'day', label: 'Päivä' }, { value: 'week', label: 'Viikko' }]} />
        </Panel>
        <ChildView>Lapsi haluaa itse tietää, mitä aikuiset päättävät ja kuka siitä hänelle kertoo.</ChildView>
        <PersonalMessage from={<><b>Riitta Salonen</b>, OT-koordinaattori, klo 8.50</>}>Hyvä, että olet mukana.</PersonalMessage>
      </div>
      <div>
        <Panel title="Tila: kuvake, teksti ja väri">
          <div className="gallery-line">
            <Status tone="ok" icon={CircleCheck}>Vahvistettu</Status>
            <Status tone="info" icon={Hourglass}>Alustava</Status>
            <Status tone="warn" icon={TriangleAlert}>Erääntyy tänään</Status>
            <Status tone="bad" icon={CircleX}>Ristiriita</Status>
            <Status tone="calm" icon={CirclePause}>Kello seisoo</Status>
          </div>
          <Notice tone="bad" icon={TriangleAlert}>Lakimies on varattu klo 13.00–14.00. Klo 14.00–15.30 sopii kaikille.</Notice>
          <div className="gallery-line">
            <Clock minutesLeft={100} minutesInAll={960} />
            <Clock minutesLeft={310} minutesInAll={960} />
            <Clock minutesLeft={570} minutesInAll={960} />
            <Clock minutesLeft={380} minutesInAll={960} paused />
          </div>
        </Panel>
        <Panel title="Rata">
          <TrackHead names={steps} />
          <Track steps={steps.map((name, at) => ({ name, state: at < 3 ? 'done' : at === 3 ? 'yours' : 'ahead', fact: at < 3 ? `${at + 2}.3.` : '' }))} />
          <Track steps={steps.map((name, at) => ({ name, state: at < 5 ? 'done' : at === 5 ? 'now' : 'ahead', ...(at === 5 ? { fact: '2/3 kuittasi' } : {}) }))} />
        </Panel>
        <Panel>
          <Empty title="Ei avoimia pyyntöjä" action={<Button kind="filled" icon={Pencil}>Kysy neuvoa</Button>}>
            Kun kysyt neuvoa, näet tässä, missä asia on ja kenen vuoro on.
          </Empty>
        </Panel>
        <Panel><ErrorBox title="Aikoja ei voitu hakea" error={null} onRetry={() => undefined} /></Panel>
        <div className="gallery-line">
          <Mark size={72} />
          <b className="gallery-word">Neuvo</b>
          <Avatar name="Sanna Mäkelä" />
        </div>
      </div>
      <div>
        <Panel flush>
          <Tabs
            label="Kooste"
            value={tab}
            onChange={setTab}
            tabs={[{ id: 'summary', label: 'Kooste' }, { id: 'messages', label: 'Viestit' }]}
            aside={<span className="meta">Tallennettu 9.33</span>}
          >
            <ul className="rows">
              <li><NameLines name="Leena Koivisto" detail="lastenpsykiatri" /></li>
              <li data-selected><NameLines name="Outi Pelkonen" detail="sijaishuolto" /></li>
            </ul>
          </Tabs>
        </Panel>
        <Panel flush>
          <table className="table">
            <thead><tr><th>Kysymys</th><th data-number>Päiviä</th></tr></thead>
            <tbody><tr data-selected><td>Kumman vastuulla lääkearvio on?</td><td data-number>12</td></tr><tr><td>Miten yöt turvataan?</td><td data-number>3</td></tr></tbody>
          </table>
        </Panel>
        <Panel><Facts items={[{ label: 'Kohde', value: 'nuori 13–15 v' }, { label: 'Aikaväli', value: 'ma 23.3.–pe 27.3.2026' }]} /></Panel>
        <Panel title="Lataus"><Skeleton rows={4} rowHeight={24} /></Panel>
        <div className="gallery-line">
          <Button onClick={() => setOpen(true)}>Avaa ikkuna</Button>
          <Button onClick={() => toast({ text: 'Siirretty: to 19.3.2026 klo 14.00–15.30', undo: () => undefined })}>Näytä ilmoitus</Button>
        </div>
      </div>
      {open && (
        <Dialog
          title="Peru konsultaatio"
          onClose={() => setOpen(false)}
          actions={<><Button kind="text" onClick={() => setOpen(false)}>Peruuta</Button><Button kind="destructive-filled">Peru konsultaatio</Button></>}
        >
          <p>4 kutsuttua saa tiedon. Muistutukset perutaan.</p>
          <TextField label="Syy" help="Näkyy kutsutuille." />
          <DateField label="Päivä" value={day} onChange={setDay} min="2026-03-10" />
          <TimeField label="Alkaa" value={time} onChange={setTime} error="Valitse toinen aika." />
        </Dialog>
      )}
    </main>
  );
}

await startI18n();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Suspense fallback={null}>
      <ToastProvider><Gallery /></ToastProvider>
    </Suspense>
  </StrictMode>,
);
