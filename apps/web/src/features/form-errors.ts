import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.js';
import { useErrorText } from '../components/feedback.js';

/**
 * Words for the fields that the server could not accept: what is wrong at a path and everything below it.
 * Server messages are English, so the screen says what the field needs.
 */
export function useFieldErrors(error: unknown): (path: string) => string | undefined {
  const { t } = useTranslation('common');
  const errorText = useErrorText();
  return (path) => {
    if (!(error instanceof ApiError)) return undefined;
    const named = error.fields.some((field) => field.path === path || field.path.startsWith(`${path}.`));
    if (!named) return undefined;
    return error.code === 'request.invalid' ? t('checkField') : errorText(error);
  };
}
