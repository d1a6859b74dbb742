import { Component, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.js';
import { ErrorBox } from '../components/feedback.js';

interface CrashBoundaryProps {
  children: ReactNode;
  /** A new value (the address) gives the children another try. */
  resetKey?: string;
}

/** Catches what a screen throws while it is drawn and says so, with a way on. */
export class CrashBoundary extends Component<CrashBoundaryProps, { error: unknown; key: string | undefined }> {
  override state = { error: null as unknown, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: CrashBoundaryProps, state: { error: unknown; key: string | undefined }) {
    return props.resetKey === state.key ? null : { error: null, key: props.resetKey };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <Suspense fallback={null}>
        <Crash error={this.state.error} />
      </Suspense>
    );
  }
}

function Crash({ error }: { error: unknown }) {
  const { t } = useTranslation('components');
  return (
    <div className="crash">
      <ErrorBox title={t('crashed')} error={error instanceof ApiError ? error : null} onRetry={() => location.reload()} />
    </div>
  );
}
