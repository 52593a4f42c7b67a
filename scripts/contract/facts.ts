// What can be compared of one endpoint, whether it comes from the contract or from the live documentation. Pure.

/** Where a value is sent. `user_input` is the object inside the body of the task API. */
export type Place = 'query' | 'header' | 'body' | 'user_input';

export interface FieldFact {
	place: Place;
	name: string;
	/** Undefined where only an example shows the field. */
	required?: boolean;
	/** The values that it may have, as text, where they are listed. */
	values?: string[];
}

export interface EndpointFacts {
	title: string;
	method: string;
	/** From the root of the host, for example `/minimalist/api/video/cut`. */
	path: string;
	/** Undefined where the documentation names none. */
	hosts: string[];
	/** Undefined where nothing is sent as a body. */
	mediaType?: string;
	fields: FieldFact[];
	/** Number of the page in the live documentation. */
	docId?: number;
}

export type Tree = Record<string, unknown>;

export const isTree = (value: unknown): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const trees = (value: unknown): Tree[] => (Array.isArray(value) ? value.filter(isTree) : []);

export const textOr = (value: unknown, otherwise: string): string =>
	typeof value === 'string' ? value : otherwise;

/** A path with the names of its places taken out, so that `{id}` and `{taskId}` are the same. */
export const shapeOf = (path: string): string =>
	path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/+$/, '$1');

export const placesOf = (path: string): string[] => path.match(/\{[^}]*\}/g) ?? [];

/** A path as it stands in a document, in the form that is compared, and the query that it may carry. */
export function splitPath(raw: string): { path: string; query: string[] } {
	const [path = '', query = ''] = raw.split('#')[0]?.split('?') ?? [];
	return {
		path: `/${path}`.replace(/\/{2,}/g, '/'),
		query: [...new URLSearchParams(query).keys()],
	};
}
