import type { CaughtMail } from './mail-store.js';

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1b2a38, #e6edf3); --soft: light-dark(#5b6b7a, #9fb0c0); --line: light-dark(#d5dde5, #2e3a46);
  --back: light-dark(#f4f7fa, #10171e); --card: light-dark(#fff, #18212a); --accent: light-dark(#1f5fa8, #7db7f5) }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back) }
h1 { font-size: 1.35rem; margin: 0 0 .25rem } p.lead { margin: 0 0 1.25rem; color: var(--soft) }
a { color: var(--accent) } a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
ol { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden }
li + li { border-top: 1px solid var(--line) }
li a { display: grid; grid-template-columns: minmax(0, 20rem) minmax(0, 1fr) auto; gap: .25rem 1rem; padding: .7rem 1rem; color: inherit; text-decoration: none }
li a:hover strong { text-decoration: underline } li span, dt, time { color: var(--soft) } li a > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.tag { border: 1px solid var(--line); border-radius: 6px; padding: 0 .4rem; font-size: .8rem }
dl { display: grid; grid-template-columns: auto 1fr; gap: .15rem 1rem; margin: 0 0 1.25rem } dd { margin: 0; overflow-wrap: anywhere }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 1rem; overflow: hidden }
h2 { font-size: 1rem; margin: 0; padding: .6rem 1rem; border-bottom: 1px solid var(--line) }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .9rem/1.5 ui-monospace, monospace } iframe { display: block; width: 100%; height: 36rem; border: 0; background: #fff }
@media (max-width: 40rem) { li a { grid-template-columns: 1fr auto } li strong { grid-row: 2; grid-column: 1 / -1; white-space: normal } }`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

function page(title: string, body: string, script = ''): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style><body>${body}${script}</body></html>`;
}

/** The list, newest first; it loads itself again when a mail arrives. */
export function mailListPage(mails: readonly CaughtMail[], nonce: string): string {
  const items = mails.toReversed().map((mail) => {
    const invitation = mail.calendar ? ` <span class="tag">${escape(mail.calendar.method || 'calendar')}</span>` : '';
    return `<li><a href="/mails/${mail.id}"><span>${escape(mail.to.join(', '))}</span><strong>${escape(mail.subject || '(no subject)')}${invitation}</strong>${time(mail)}</a></li>`;
  });
  const script = `<script nonce="${nonce}">
    const known = ${mails.at(-1)?.id ?? 0};
    setInterval(async () => {
      const newest = await fetch('/newest').then((answer) => answer.text()).catch(() => String(known));
      if (Number(newest) !== known) location.reload();
    }, 2000);
    for (const time of document.querySelectorAll('time')) time.textContent = new Date(time.dateTime).toLocaleTimeString();
  </script>`;
  const list = items.length ? `<ol>${items.join('')}</ol>` : '<p>No mail yet.</p>';
  return page('Neuvo: caught mails', `<h1>Caught mails</h1><p class="lead" role="status">Everything that Neuvo would have sent: ${mails.length}. Nothing leaves this machine.</p>${list}`, script);
}

/** One mail with all its parts. */
export function mailViewPage(mail: CaughtMail, nonce: string): string {
  const facts: [string, string][] = [
    ['From', escape(mail.from)],
    ['To', escape(mail.to.join(', '))],
    ['Received', time(mail)],
    ['Message-ID', escape(mail.messageId)],
    ['Attachments', escape(mail.attachments.join(', ') || 'none')],
  ];
  const parts = [
    mail.html && part('HTML', `<iframe title="HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${mail.id}/html"></iframe>`),
    mail.text && part('Text', `<pre>${withLinks(mail.text)}</pre>`),
    mail.calendar && part(`Invitation (${escape(mail.calendar.method)})`, `<pre>${escape(mail.calendar.content)}</pre>`),
  ];
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('');
  const body = `<p><a href="/">All mails</a> · <a href="/mails/${mail.id}/source">Source</a></p><h1>${escape(mail.subject || '(no subject)')}</h1><dl>${list}</dl>${parts.filter(Boolean).join('')}`;
  return page(mail.subject, body, `<script nonce="${nonce}">for (const time of document.querySelectorAll('time')) time.textContent = new Date(time.dateTime).toLocaleString();</script>`);
}

function time(mail: CaughtMail): string {
  return `<time datetime="${escape(mail.receivedAt)}">${escape(mail.receivedAt.slice(11, 16))}</time>`;
}

function part(title: string, content: string): string {
  return `<section><h2>${title}</h2>${content}</section>`;
}

function withLinks(text: string): string {
  return escape(text).replace(/https?:\/\/[^\s<>]+?(?=[.,;:)]*(?:\s|$))/g, (url) => `<a href="${url}" target="_blank" rel="noopener">${url}</a>`);
}
