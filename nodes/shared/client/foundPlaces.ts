import { ProcessMemory } from '../util/processMemory';

/** Paths at which services with derived paths answered, by the platform's host and the name of the service. */
const FOUND = new ProcessMemory<string>(500);

/** Where a service answered the last time; undefined where its own path did, or where nothing is known. */
export const foundPath = (host: string, service: string): string | undefined =>
	FOUND.get(host, service);

/** A service answered at one of its places. */
export function rememberPath(host: string, service: string, path: string, own: string): void {
	if (path === own) FOUND.forget(host, service);
	else FOUND.set(host, service, path);
}

export const forgetPath = (host: string, service: string): void => FOUND.forget(host, service);

/** The places in the order in which they are asked: the one that answered the last time, then as they stand. */
export function inOrder<Place extends { readonly path: string }>(
	places: readonly Place[],
	found: string | undefined,
): Place[] {
	return [
		...places.filter(({ path }) => path === found),
		...places.filter(({ path }) => path !== found),
	];
}

/** Under which a task source is remembered. */
export const queryService = (source: string, operation = ''): string =>
	`query ${source} ${operation}`;

/** Under which the service of an operation is remembered. */
export const submitService = (operation: string): string => `submit ${operation}`;
