import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A calendar as Outlook publishes it, with one event in Finnish time; times as `20270318T130000`. */
export async function publishCalendar(event: { title: string; from: string; to: string }): Promise<{ server: Server; address: string }> {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:Microsoft Exchange Server 2010',
    'BEGIN:VEVENT',
    'UID:1@example.test',
    `DTSTAMP:${event.from}Z`,
    `DTSTART;TZID=FLE Standard Time:${event.from}`,
    `DTEND;TZID=FLE Standard Time:${event.to}`,
    `SUMMARY:${event.title}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/calendar' }).end(lines.join('\r\n')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/kalenteri.ics` };
}
