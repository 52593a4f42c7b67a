import type { OperationFacts } from '../../shared/operation/operation';

/** What the derived services of Wanxiang have in common; the fields follow Alibaba's own (reference 9). */
export const WANXIANG_TASK = {
	evidence: { path: 'D', body: 'D', response: 'D' } satisfies OperationFacts['evidence'],
	taskSource: 'wanxiang',
} as const;
