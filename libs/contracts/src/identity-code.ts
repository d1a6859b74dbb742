/** ddmmyy, century sign (+ for the 1800s, - and U–Y for the 1900s, A–F for the 2000s), three digits, check character. */
const shape = /(?<![0-9A-Za-z])(\d{2})\s*(\d{2})\s*\d{2}\s*[-+A-FU-Y]\s*\d{3}\s*[0-9A-Y](?![0-9A-Za-z])/gi;

/**
 * Whether a text contains something shaped like a Finnish personal identity code (henkilötunnus) with a possible day and month.
 * The check character is not verified on purpose: a mistyped code still identifies a child. Unicode dashes, spaces
 * between its parts and invisible characters do not hide a code.
 */
export function containsPersonalIdentityCode(text: string): boolean {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\p{Pd}\u02d7\u2043\u2212\u2796]+/gu, '-');
  for (const [, day, month] of plain.matchAll(shape)) {
    if (Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12) return true;
  }
  return false;
}
