import type { Service } from '../client/submit';
import { docsUrl, hasDerivedPath, type Operation } from '../operation/operation';
import type { Submittal } from './submit';
import { sourceOfApi } from '../answers/sources';

/** The service that a request of an operation is sent to. */
export const serviceOf = ({
	operation,
	request,
	handle: { taskSource },
	hide,
}: Pick<Submittal, 'operation' | 'request' | 'handle' | 'hide'>): Service => ({
	id: operation.value,
	asked: {
		for: operation.kind === 'submit' ? 'task' : 'result',
		source: taskSource ?? sourceOfApi(request.api),
		sent: request.body,
		...(hide && { hide }),
	},
	operation: operation.name,
	pathEvidence: isKnownPath(operation, request.path) ? operation.evidence.path : 'user',
	docsUrl: docsUrl(operation),
});

const isKnownPath = (operation: Operation, path: string) =>
	path === operation.endpoint.path ||
	(hasDerivedPath(operation) &&
		(operation.alternatives ?? []).some((endpoint) => endpoint.path === path));
