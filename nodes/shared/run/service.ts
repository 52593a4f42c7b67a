import type { PlatformRequest } from '../answers/endpoints';
import type { Service } from '../client/submit';
import { docsUrl, hasDerivedPath, type Operation } from '../operation/operation';

/** The service that a request of an operation is sent to. */
export const serviceOf = ({
	operation,
	request,
}: {
	operation: Operation;
	request: PlatformRequest;
}): Service => ({
	id: operation.value,
	operation: operation.name,
	pathEvidence: isKnownPath(operation, request.path) ? operation.evidence.path : 'user',
	docsUrl: docsUrl(operation),
});

const isKnownPath = (operation: Operation, path: string) =>
	path === operation.endpoint.path ||
	(hasDerivedPath(operation) &&
		(operation.alternatives ?? []).some((endpoint) => endpoint.path === path));
