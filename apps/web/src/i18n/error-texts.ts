import type { ApiErrorCode } from '../api/api-error.js';
import type en from './en/errors.json';
import type fi from './fi/errors.json';
import type sv from './sv/errors.json';

type Complete<Texts extends Record<ApiErrorCode, string>> = keyof Texts & string;

/** Key of the text of an error. Does not compile while a code lacks its text in one of the languages. */
export type ErrorTextKey = Complete<typeof fi> & Complete<typeof sv> & Complete<typeof en>;
